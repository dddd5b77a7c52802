using System.Collections.Immutable;

namespace Rollouts.Tests.Properties;

/// <summary>Plans of every shape the model allows and the reader accepts, each from a number.</summary>
internal sealed class RandomPlan
{
    private readonly Random random;
    private int made;

    private RandomPlan(int seed) => random = new(seed);

    public static Plan Of(int seed) => new RandomPlan(seed).Make(seed);

    private Plan Make(int seed)
    {
        var ramp = Often(2) ? new RampRule(2, Hours(0, 6)) : RampRule.None;
        var phases = Phases(ramp);
        var procedures = Enumerable.Range(0, 3).Select(i => new Procedure($"procedure {i}", Actions(Between(1, 4)))).ToImmutableSortedDictionary(p => p.Name, p => p, StringComparer.Ordinal);
        return TestPlan.Plan with
        {
            Name = $"random-{seed}",
            Hash = $"hash-{seed}",
            Roles = new[] { Role("lead", "product"), Role("product", null), new Role("crew", [], "crew", "lead") }.ToImmutableSortedDictionary(role => role.Name, role => role, StringComparer.Ordinal),
            Flags = Flags().ToImmutableSortedDictionary(flag => flag.Name, flag => flag, StringComparer.Ordinal),
            Settings = new[] { new GovernedSetting("limit", "unlimited", Looser.Up, null), new("floor", "1", Looser.Down, null), new("weights", "even", Looser.Unknown, null) }.ToImmutableSortedDictionary(s => s.Name, s => s, StringComparer.Ordinal),
            Metrics = new[] { TestPlan.Metric("errors", 50), TestPlan.Metric("latency"), TestPlan.Metric("told") with { Measure = Measure.Reported } }.ToImmutableSortedDictionary(m => m.Name, m => m, StringComparer.Ordinal),
            Ramp = ramp,
            Freezes = Often(3) ? [new(TestLaunch.Begin + Hours(0, 300), TestLaunch.Begin + Hours(301, 400), "holidays")] : [],
            Go = Gate("go"),
            Phases = phases,
            Triggers = [.. Enumerable.Range(0, Between(1, 5)).Select(i => Trigger($"trigger {i}", phases))],
            Procedures = procedures,
            WayBack = new("way back", WayBack()),
            AllClear = Often(2) ? "procedure 0" : null,
            Routines = Often(2) ? [new("check-in", new ReviewSchedule.Cadence([new(TimeSpan.FromHours(6), TimeSpan.FromDays(1)), new(TimeSpan.FromDays(1), null)]), [], "procedure 1")] : [],
            May = Often(4) ? Sorted.Empty<ImmutableArray<string>>().Add("close", ["lead"]).Add("abort", ["product"]) : Sorted.Empty<ImmutableArray<string>>(),
            Gates = new[] { Gate("resume"), Gate("re-arm") }.ToImmutableSortedDictionary(gate => gate.Name, gate => gate, StringComparer.Ordinal),
            Resume = Often(2) ? "resume" : null,
            Drills = new[] { new Drill("drill", new("drill", Actions(Between(1, 3))), TimeSpan.FromMinutes(30)) }.ToImmutableSortedDictionary(drill => drill.Name, drill => drill, StringComparer.Ordinal),
            Incidents = Often(2) ? new[] { Incident("P1"), Incident("P2") }.ToImmutableSortedDictionary(rule => rule.Severity, rule => rule, StringComparer.Ordinal) : Sorted.Empty<IncidentRule>(),
            Watch = Often(2),
            Close = Gate("close"),
        };
    }

    private IEnumerable<GovernedFlag> Flags()
    {
        yield return new("dial", FlagUse.Exposure, "user", "re-arm", true);
        yield return new("kill", FlagUse.KillSwitch, "", Often(2) ? "re-arm" : null, true);
        yield return new("feature", FlagUse.Feature, "", "re-arm", Often(2));
        yield return new("legal", FlagUse.Protected, "", null, true);
        if (Often(3)) yield return new("second dial", FlagUse.Exposure, "user", null, true);
    }

    private ImmutableArray<Phase> Phases(RampRule ramp)
    {
        var percent = 0d;
        var allowed = AudienceExposure.None.Allowed;
        var phases = ImmutableArray.CreateBuilder<Phase>();
        for (var p = 0; p < Between(1, 4); p++)
        {
            var steps = ImmutableArray.CreateBuilder<Step>();
            for (var s = 0; s < Between(1, 3); s++)
            {
                if (phases.Count + s > 0) percent = percent == 0 ? Between(0, 1) * 10 : Math.Min(100, ramp.AtMost is { } most ? percent * (1 + random.NextDouble() * (most - 1)) : percent + Between(0, 60));
                allowed = Often(3) ? [] : allowed.Add($"friend-{Between(0, 3)}");
                steps.Add(Step(percent, allowed, $"P{p} step {s + 1}"));
            }

            phases.Add(new($"P{p}", $"Phase {p}", Gate($"P{p} enter"), steps.ToImmutable(), Gate($"P{p}"), Hours(0, 60), Often(3) ? Hours(61, 200) : null,
                Often(2) ? Reaction.Nothing : React(), Often(2) ? Members(p) : null, Often(3) ? Schedule() : null));
        }

        return phases.ToImmutable();
    }

    private Step Step(double percent, ImmutableSortedSet<string> allowed, string name)
    {
        var settings = Sorted.Empty<string>();
        if (Often(2)) settings = settings.Add("limit", $"{Between(1, 50)}").Add("weights", Often(2) ? "odd" : "even");
        if (Often(2)) settings = settings.Add("floor", $"{Between(0, 3)}");
        var audience = AudienceExposure.None with { Percent = new(percent), Allowed = allowed, Denied = Often(3) ? ["enterprise-*"] : [] };
        return new(new(audience, settings), Hours(0, 10), Hours(0, 10), Gate(name), Often(3) ? $"procedure {Between(0, 2)}" : null);
    }

    private MemberAdmission Members(int phase) => new(
        [.. Enumerable.Range(0, Between(1, 2)).Select(wave => new Wave(Hours(0, 30), [.. Enumerable.Range(0, Between(1, 2)).Select(m => $"member-{phase}{wave}{m}")], Gate($"P{phase} wave {wave + 1}")))],
        Hours(0, 5), Often(2) ? [new(Percent.All, TimeSpan.Zero, Rollouts.Gate.Open(""))] : [new(new(20), Hours(0, 5), Rollouts.Gate.Open("")), new(Percent.All, TimeSpan.Zero, Rollouts.Gate.Open(""))],
        Gate($"P{phase} member"), Often(2) ? "procedure 2" : null, Often(3) ? Schedule() : null);

    private Gate Gate(string name) => new(
        name, [.. Enumerable.Range(0, Between(0, 3)).Select(_ => GateCriterion())], Often(4) ? new Holding.Continuously(Hours(1, 30)) : Holding.Once,
        Often(5) ? Schedule() : null, Between(0, 2), Often(2) ? "lead" : null, Often(3) ? Approval() : null,
        Often(2) ? Reaction.Nothing : React(), Often(2) ? Reaction.Nothing : React(), Often(3) ? new(Hours(1, 2), React()) : null);

    private ApprovalRule Approval() => Between(0, 2) switch
    {
        0 => TestPlan.All("lead"),
        1 => new(["lead", "product"], 1, true, Often(2) ? Hours(1, 20) : null, AtDeadline.Reject),
        _ => new(["lead", "crew"], 2, Often(2), Often(2) ? Hours(1, 20) : null, AtDeadline.RemindBackup),
    };

    private GateCriterion GateCriterion()
    {
        Criterion criterion = Between(0, 8) switch
        {
            0 or 1 => new Criterion.OfMetric("errors", null, Often(2) ? TimeSpan.FromMinutes(15) : null, Comparison.Less, TestPlan.Absolute(0.05), Often(4) ? TimeSpan.FromMinutes(20) : TimeSpan.Zero),
            2 => new Criterion.OfMetric("told", null, null, Comparison.Less, TestPlan.Absolute(0.15), TimeSpan.Zero),
            3 or 4 => new Criterion.OfItem(new($"item-{++made}", $"Item {made}", Often(2) ? "product" : null, Often(2), Often(3) ? TimeSpan.FromDays(30) : null)),
            5 => new Criterion.OfTally(Tally.OpenIncidents, "", null, Comparison.Equal, 0, TimeSpan.Zero),
            6 => new Criterion.OfAlert("Down", false, TimeSpan.FromMinutes(Between(0, 10))),
            7 => new Criterion.OfTally(Tally.Reports, "complaint", TimeSpan.FromDays(1), Comparison.Less, 2, TimeSpan.Zero),
            _ => new Criterion.OfElapsed("launch", Hours(0, 30)),
        };
        return new($"criterion-{++made}", "a rule", criterion, Often(4), Often(5) ? Hours(0, 10) : TimeSpan.Zero, Often(6) ? React() : Reaction.Nothing);
    }

    private Trigger Trigger(string name, ImmutableArray<Phase> phases)
    {
        Criterion when = Between(0, 5) switch
        {
            0 => new Criterion.OfMetric("errors", null, TimeSpan.FromMinutes(15), Comparison.More, TestPlan.Absolute(0.1), Often(2) ? TimeSpan.FromMinutes(15) : TimeSpan.Zero),
            1 => new Criterion.OfMetric("latency", null, TimeSpan.FromMinutes(15), Comparison.More, TestPlan.Absolute(0.3), TimeSpan.Zero),
            2 => new Criterion.OfAlert("Down", true, TimeSpan.FromMinutes(Between(0, 5))),
            3 => new Criterion.OfTally(Tally.ReportsByKey, "complaint", Often(2) ? TimeSpan.FromDays(1) : null, Comparison.AtLeast, 2, TimeSpan.Zero),
            4 => new Criterion.OfTally(Tally.Reports, "data-corruption", TimeSpan.FromMinutes(5), Comparison.AtLeast, 1, TimeSpan.Zero),
            _ => new Criterion.OfTally(Tally.OpenIncidents, "P1", null, Comparison.AtLeast, 1, TimeSpan.Zero),
        };
        var perMember = Often(3) && phases.Any(phase => phase.Members is not null);
        return new(name, name, when, perMember ? new(new Move.Withdraw(), Often(2) ? "procedure 1" : null, null) : React(), perMember,
            when is Criterion.OfMetric && Often(2) ? new(TimeSpan.FromMinutes(15), new(new Move.Pause(), null, null)) : null, Often(4) ? phases[^1].Name : null);
    }

    private Reaction React() => new(
        Between(0, 7) switch
        {
            0 => new Move.Pause(),
            1 => new Move.Halt(),
            2 => new Move.Back(new BackTarget.PreviousStep()),
            3 => new Move.Back(new BackTarget.PreviousPhase()),
            4 => new Move.Back(new BackTarget.Named("P0", null)),
            5 => new Move.Back(new BackTarget.Nobody()),
            _ => null,
        },
        Often(3) ? $"procedure {Between(0, 2)}" : null, Often(3) ? "resume" : null);

    private ImmutableArray<ProcedureAction> WayBack()
    {
        var actions = Actions(Between(0, 4));
        if (Often(2)) actions = actions.Insert(0, new ProcedureAction.TurnOff("kill"));
        return Often(4) ? actions : actions.Insert(Between(0, actions.Length), new ProcedureAction.RestoreExposure());
    }

    private ImmutableArray<ProcedureAction> Actions(int count) => [.. Enumerable.Range(0, count).Select(_ => Action())];

    private ProcedureAction Action() => Between(0, 9) switch
    {
        0 => new ProcedureAction.TurnOff("feature"),
        1 => new ProcedureAction.TurnOff("legal"),
        2 => new ProcedureAction.Notify("#launch", "{cause} {target} {member} {exposure}", Often(2) ? TimeSpan.FromMinutes(30) : null),
        3 => new ProcedureAction.Capture(["flags"]),
        4 => new ProcedureAction.CallWebhook("https://hooks.example/launch"),
        5 => new ProcedureAction.OpenIncident("P1", "{cause}", null),
        6 => new ProcedureAction.AskTask("Investigate {cause}", "lead", TimeSpan.FromHours(4)),
        7 => new ProcedureAction.SetSetting("limit", $"{Between(1, 99)}"),
        8 => new ProcedureAction.TurnOff(Often(2) ? "dial" : "kill"),
        _ => new ProcedureAction.Verify("errors low", new Criterion.OfMetric("errors", null, TimeSpan.FromMinutes(5), Comparison.Less, TestPlan.Absolute(0.05), TimeSpan.Zero), TimeSpan.FromMinutes(20)),
    };

    private ReviewSchedule Schedule() => Often(2)
        ? new ReviewSchedule.Cadence([new(TimeSpan.FromHours(4), null)])
        : new ReviewSchedule.Weekly([DayOfWeek.Monday, DayOfWeek.Friday], new(9, 0), "UTC");

    private static IncidentRule Incident(string severity) => new(severity, "lead", [new("Write it down", "crew", TimeSpan.FromHours(24))]);

    private static Role Role(string name, string? backup) => new(name, [name + "-person"], null, backup);

    private TimeSpan Hours(int from, int to) => TimeSpan.FromHours(Between(from, to));

    private bool Often(int oneIn) => random.Next(oneIn) == 0;

    private int Between(int from, int to) => random.Next(from, to + 1);
}
