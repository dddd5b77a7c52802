using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A criterion with the text it was written as.</summary>
internal sealed record Rule(string Text, Criterion Criterion);

/// <summary>A criterion as text: its names are known, its units fit its metric, and its silent parts are filled in.</summary>
internal sealed class RuleShape : Shape<Rule>
{
    public override string What => "a criterion";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out Rule value)
    {
        value = null;
        if (node is not PlanNode.Scalar { IsEmpty: false } scalar)
        {
            scope.Problems.Error(node.Start, $"{node.What} stands where a criterion should", "write it like 'error_rate over 15m < 5%'");
            return false;
        }

        switch (CriterionText.Read(scalar.Text))
        {
            case CriterionReading.NotUnderstood fault:
                scope.Problems.Error(scalar.At(fault.Offset), fault.Message, fault.Hint);
                return false;
            case CriterionReading.Understood { Criterion: var criterion }:
                value = new(scalar.Text.Trim(), Complete(criterion, scalar, scope));
                return true;
            default:
                throw new InvalidOperationException("a criterion is understood or not");
        }
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "string" };

    private static Criterion Complete(Criterion criterion, PlanNode.Scalar at, PlanScope scope)
    {
        switch (criterion)
        {
            case Criterion.OfMetric metric:
                return Complete(metric, at, scope);
            case Criterion.OfFlag flag:
                scope.Refer(NameKind.Flag, flag.Flag, PlaceOf(at, flag.Flag));
                scope.AtEnd.Add(plan =>
                {
                    if (plan.Flags.TryGetValue(flag.Flag, out var known) && known.Use == FlagUse.Protected)
                        scope.Problems.Error(PlaceOf(at, flag.Flag), $"{flag.Flag} is protected: the launch never writes it, and so never knows what it is", "ask a metric that shows whether it works");
                });
                break;
            case Criterion.OfIncident incident:
                scope.AtEnd.Add(plan =>
                {
                    if (!plan.Incidents.IsEmpty) scope.Refer(NameKind.Severity, incident.Severity, PlaceOf(at, incident.Severity));
                });
                break;
            case Criterion.OfDate date:
                return date with { From = Days.InZone(date.From.DateTime, scope.TimeZone) };
            case Criterion.OfDrill drill:
                scope.Refer(NameKind.Drill, drill.Drill, PlaceOf(at, drill.Drill));
                break;
            case Criterion.OfTrack track:
                scope.AtEnd.Add(plan =>
                {
                    if (!plan.Phases.Any(phase => phase.Members?.Waves.Any(wave => wave.Members.Contains(track.Member)) == true))
                        scope.Problems.Error(PlaceOf(at, track.Member), $"no wave lets in '{track.Member}'", "name a member that is listed under admit");
                });
                break;
            case Criterion.OfEqualEvidence same:
                scope.AtEnd.Add(plan =>
                {
                    foreach (var item in same.Items.Where(item => !plan.ItemIds().Contains(item) && !Criterion.OfEqualEvidence.IsChecksum(item)))
                        scope.Problems.Error(PlaceOf(at, item), $"the plan has no checklist item '{item}'", "give the item this id: { item: …, id: … }");
                });
                break;
            case Criterion.OfTally { Tally: Tally.Incidents or Tally.OpenIncidents, Of.Length: > 0 } tally:
                var place = PlaceOf(at, $"({tally.Of}").Right(1);
                scope.AtEnd.Add(plan =>
                {
                    if (!plan.Incidents.IsEmpty) scope.Refer(NameKind.Severity, tally.Of, place);
                });
                break;
            case Criterion.OfTally { Tally: Tally.OverdueTasks, Of.Length: > 0 } tasks:
                var text = PlaceOf(at, $"({tasks.Of}").Right(1);
                scope.AtEnd.Add(plan =>
                {
                    if (!plan.AllTasks().Any(task => task.Do.Contains(tasks.Of, StringComparison.OrdinalIgnoreCase)))
                        scope.Problems.Error(text, $"no task of the plan says '{tasks.Of}'", "write a part of the task's own text");
                });
                break;
        }

        return criterion;
    }

    private static Criterion.OfMetric Complete(Criterion.OfMetric criterion, PlanNode.Scalar at, PlanScope scope)
    {
        scope.Refer(NameKind.Metric, criterion.Metric, PlaceOf(at, criterion.Metric));
        if (criterion.Threshold is Threshold.OfMetric other) scope.Refer(NameKind.Metric, other.Metric, at.At(at.Text.LastIndexOf(other.Metric, StringComparison.Ordinal)));
        if (!scope.Metrics.TryGetValue(criterion.Metric, out var metric)) return criterion;
        MetricUnits.Check(criterion, metric, at, scope);
        if (criterion.Scope is { } part && metric.ScopeLabel is null)
            scope.Problems.Error(PlaceOf(at, $"({part}").Right(1), $"{metric.Name} does not tell '{part}' apart", "give the metric a scope: the label it is told apart by");
        var isNow = metric is { Measure: Measure.Reported } or { Measure: Measure.Gauge, Aggregate: Aggregate.Last };
        return criterion.Sustained > TimeSpan.Zero && criterion.Over is null && !isNow
            ? criterion with { Over = scope.Observe }
            : criterion;
    }

    private static Place PlaceOf(PlanNode.Scalar at, string part) => at.At(Math.Max(0, at.Text.IndexOf(part, StringComparison.Ordinal)));
}

/// <summary>A threshold says the same kind of thing as its metric: nobody compares minutes with percent.</summary>
internal static class MetricUnits
{
    public static void Check(Criterion.OfMetric criterion, Metric metric, PlanNode.Scalar at, PlanScope scope)
    {
        switch (criterion.Threshold)
        {
            case Threshold.Absolute { Quantity: var quantity } when quantity.Unit != metric.Unit && !(quantity is { Value: 0, Unit: Unit.Count } && metric.Unit != Unit.Truth):
                scope.Problems.Error(Place(criterion, at), $"{metric.Name} is {Word(metric.Unit)}, and the threshold is {Word(quantity.Unit)}", $"write it like {Example(metric.Unit)}");
                break;
            case Threshold.OfMetric { Metric: var name } when scope.Metrics.TryGetValue(name, out var other) && other.Unit != metric.Unit:
                scope.Problems.Error(Place(criterion, at), $"{metric.Name} is {Word(metric.Unit)}, and {name} is {Word(other.Unit)}", "compare metrics of one unit");
                break;
        }
    }

    private static Place Place(Criterion.OfMetric criterion, PlanNode.Scalar at)
    {
        var sign = criterion.Comparison.Sign();
        var offset = at.Text.IndexOf(sign, StringComparison.Ordinal) + sign.Length;
        while (offset < at.Text.Length && at.Text[offset] == ' ') offset++;
        return at.At(offset);
    }

    private static string Word(Unit unit) => unit switch
    {
        Unit.Ratio => "a share",
        Unit.Duration => "a duration",
        Unit.Size => "a size",
        Unit.Truth => "true or false",
        _ => "a plain number",
    };

    private static string Example(Unit unit) => unit switch
    {
        Unit.Ratio => "5%",
        Unit.Duration => "250 ms, 5 s or 10 min",
        Unit.Size => "50 MB",
        Unit.Truth => "true",
        _ => "100 or 100K",
    };
}
