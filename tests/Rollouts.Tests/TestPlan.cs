using System.Collections.Immutable;

namespace Rollouts.Tests;

/// <summary>A plan of D7's shape in few words, for tests of the rules. Tests change what they are about with <c>with</c>.</summary>
internal static class TestPlan
{
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public const string Dial = "new_path";
    public const string KillSwitch = "ENABLED";

    public static Plan Plan { get; } = Make();

    public static GateCriterion Below(string metric, double limit, TimeSpan? over = null, bool critical = false) =>
        Criterion(new Criterion.OfMetric(metric, null, over, Comparison.Less, Absolute(limit), TimeSpan.Zero), $"{metric} < {limit}", critical);

    public static GateCriterion Item(string text, string? owner = null, bool evidence = false) =>
        Criterion(new Criterion.OfItem(new(text.ToLowerInvariant().Replace(' ', '-'), text, owner, evidence, null)), text);

    public static GateCriterion Criterion(Criterion criterion, string rule, bool critical = false) =>
        new(rule, rule, criterion, critical, TimeSpan.Zero, Reaction.Nothing);

    public static Gate Gate(string name, params GateCriterion[] criteria) => Rollouts.Gate.Open(name) with { Criteria = [.. criteria] };

    public static ApprovalRule All(params string[] roles) => new([.. roles], roles.Length, false, null, AtDeadline.RemindBackup);

    public static Phase Phase(string name, TimeSpan shortest, Gate exit, params double[] percents) => new(
        name, name, Rollouts.Gate.Open(name + " enter"),
        [.. percents.Select((percent, i) => Step(percent, exit with { Name = $"{name} step {i + 1}", Approve = null }))],
        exit, shortest, null, Reaction.Nothing, null, null);

    public static Step Step(double percent, Gate next) => new(Exposure(percent), TimeSpan.Zero, TimeSpan.Zero, next, null);

    public static Exposure Exposure(double percent, params string[] allowed) => new(
        AudienceExposure.None with { Percent = new(percent), Allowed = [.. allowed] }, Sorted.Empty<string>());

    public static Trigger When(string name, string metric, double limit, TimeSpan over, Move move, TimeSpan? sustained = null) => new(
        name, $"{metric} > {limit}", new Criterion.OfMetric(metric, null, over, Comparison.More, Absolute(limit), sustained ?? TimeSpan.Zero),
        new(move, null, null), false, null, null);

    public static Threshold Absolute(double value) => new Threshold.Absolute(new(value, Unit.Ratio));

    public static Metric Metric(string name, double atLeast = 1) => new(
        name, Unit.Ratio, Measure.Ratio, "here", Sorted.Empty<string>(), "n", "d", null, Aggregate.Last, atLeast, EmptyPolicy.NoData, null);

    private static Plan Make()
    {
        var errors = Below("errors", 0.05);
        return new(
            "test", "A test launch", "UTC", "",
            Roles("lead", "product"),
            Flags(new(Dial, FlagUse.Exposure, "user", null, true), new(KillSwitch, FlagUse.KillSwitch, "", "resume", true)),
            Sorted.Empty<GovernedSetting>(),
            Sorted.Empty<MetricSource>(),
            new[] { Metric("errors", 50), Metric("latency") }.ToImmutableSortedDictionary(metric => metric.Name, metric => metric, StringComparer.Ordinal),
            Sorted.Empty<string>(),
            new(2, TimeSpan.Zero), TimeSpan.FromMinutes(5), [],
            Rollouts.Gate.Open("go"),
            [
                Phase("P0", 3 * Day, Gate("P0", errors) with { Approve = All("lead") }, 0) with { Steps = [new(Exposure(0, "internal"), TimeSpan.Zero, TimeSpan.Zero, Rollouts.Gate.Open("P0 step 1"), null)] },
                Phase("P1", 7 * Day, Gate("P1", errors) with { Approve = All("lead", "product") }, 10),
                Phase("P2", 7 * Day, Gate("P2", errors), 20, 40, 50),
                Phase("P3", 7 * Day, Gate("P3", errors) with { Approve = All("lead") }, 100),
            ],
            [When("error spike", "errors", 0.10, TimeSpan.FromMinutes(15), new Move.Pause()), When("breakdown", "errors", 0.20, TimeSpan.FromMinutes(15), new Move.Back(new BackTarget.PreviousPhase()), TimeSpan.FromMinutes(15))],
            Sorted.Empty<Procedure>(),
            new("way-back",
            [
                new ProcedureAction.TurnOff(KillSwitch),
                new ProcedureAction.Notify("#launch", "Back to {target}: {cause}", null),
                new ProcedureAction.Capture(["flags"]),
                new ProcedureAction.OpenIncident("P1", "{cause}", "lead"),
                new ProcedureAction.RestoreExposure(),
                new ProcedureAction.AskTask("Investigate", "lead", Day),
            ]),
            null, [], Sorted.Empty<ImmutableArray<string>>(),
            new[] { Gate("resume", Item("Root cause fixed", "lead")) }.ToImmutableSortedDictionary(gate => gate.Name, gate => gate, StringComparer.Ordinal), null,
            new[] { new Drill("kill-switch", new("kill-switch", [new ProcedureAction.TurnOff(KillSwitch)]), TimeSpan.FromMinutes(30)) }.ToImmutableSortedDictionary(drill => drill.Name, drill => drill, StringComparer.Ordinal),
            Sorted.Empty<IncidentRule>(), Day, "#launch", true, Rollouts.Gate.Open("close"), "hash-of-the-test-plan");
    }

    private static ImmutableSortedDictionary<string, Role> Roles(params string[] names) =>
        names.ToImmutableSortedDictionary(name => name, name => new Role(name, [name + "-person"], null, name == "lead" ? "product" : null), StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, GovernedFlag> Flags(params GovernedFlag[] flags) => flags.ToImmutableSortedDictionary(flag => flag.Name, flag => flag, StringComparer.Ordinal);
}
