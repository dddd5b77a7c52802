namespace Rollouts.Tests.Properties;

/// <summary>What a random launch needs to know of any plan.</summary>
internal static class PlanParts
{
    public static readonly string[] Kinds = ["complaint", "data-corruption", "data-loss", "known-issue", "other"];

    public static readonly string[] Rules = ["CircuitBreakerOpen", "Down", "Other"];

    public static IEnumerable<Gate> Gates(Plan plan) => plan.Phases
        .SelectMany(phase => phase.Steps.Select(step => step.Next).Prepend(phase.Enter).Append(phase.Exit)
            .Concat(phase.Members is { } members ? members.Waves.Select(wave => wave.Gate).Append(members.Gate) : []))
        .Concat(plan.Gates.Values).Append(plan.Go).Append(plan.Close);

    public static IEnumerable<ChecklistItem> Items(Plan plan) => Gates(plan)
        .SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfItem>().Select(item => item.Item).DistinctBy(item => item.Id);

    /// <summary>The checksum that the plan asks of an item's evidence; null for none.</summary>
    public static string? ChecksumOf(Plan plan, ChecklistItem item) => Gates(plan)
        .SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfEqualEvidence>()
        .Where(same => same.Items.Contains(item.Id))
        .Select(same => same.Items.FirstOrDefault(Criterion.OfEqualEvidence.IsChecksum) ?? new string('a', 64)).FirstOrDefault();

    /// <summary>What people have to tell, with the scope that gates ask for.</summary>
    public static IEnumerable<(string Metric, string? Scope)> Told(Plan plan) => Gates(plan)
        .SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfMetric>()
        .Where(criterion => plan.Metrics[criterion.Metric].Measure == Measure.Reported).Select(criterion => (criterion.Metric, criterion.Scope)).Distinct();

    public static string?[] Targets(Plan plan) =>
        [null, "previous phase", "nobody", "nowhere", .. plan.Phases.Select(phase => phase.Name), .. plan.Phases.Select(phase => phase.Name + " step 1")];

    /// <summary>A member of the role by its id or by its group; anybody when there is no role.</summary>
    public static Actor Somebody(Plan plan, string? role) =>
        role is null ? Everybody(plan)
        : plan.Roles[role] is { Members: [var member, ..] } ? Actor.Of(member)
        : Actor.Of(role + "-person", plan.Roles[role].Group ?? "");

    /// <summary>Someone in every group and, if one person fills a role, that of the first.</summary>
    public static Actor Everybody(Plan plan) => new(
        plan.Roles.Values.SelectMany(role => role.Members).FirstOrDefault("everybody"), [.. plan.Roles.Values.Select(role => role.Group).OfType<string>()]);

    /// <summary>A value that satisfies every gate and fires no trigger, read off the thresholds of the gates and, of a truth that no gate asks for, off those of the triggers.</summary>
    public static double GoodValue(Plan plan, string metric)
    {
        var thresholds = Gates(plan).SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfMetric>()
            .Where(criterion => criterion.Metric == metric && criterion.Threshold is Threshold.Absolute).ToArray();
        if (thresholds.FirstOrDefault(t => t.Comparison == Comparison.Equal) is { } equal) return ((Threshold.Absolute)equal.Threshold).Quantity.Value;
        if (thresholds.Length == 0 && BadTruth(plan, metric) is { } bad) return 1 - bad;
        double[] floors = [.. thresholds.Where(t => t.Comparison is Comparison.AtLeast or Comparison.More).Select(t => ((Threshold.Absolute)t.Threshold).Quantity.Value)];
        return floors.Length == 0 ? 0 : metric.EndsWith("rate", StringComparison.Ordinal) || floors.Max() < 1 ? 1 : floors.Max() * 2;
    }

    private static double? BadTruth(Plan plan, string metric) => plan.Triggers.Select(trigger => trigger.When).OfType<Criterion.OfMetric>()
        .Where(criterion => criterion.Metric == metric && criterion.Comparison == Comparison.Equal)
        .Select(criterion => criterion.Threshold is Threshold.Absolute { Quantity: { Unit: Unit.Truth, Value: var value } } ? value : (double?)null).FirstOrDefault();
}
