using System.Collections.Immutable;

namespace Rollouts;

/// <summary>One thing the launch waits for: what, from whom, until when.</summary>
/// <param name="Who">Roles or people; null when only time or data is waited for.</param>
public sealed record Wait(string What, string? Who, DateTimeOffset? Until)
{
    /// <summary>What is waited for where it stands beside from whom: a mark by a role, from that role, is said once.</summary>
    public string Brief() => What.EndsWith($": waits for a mark by {Who}", StringComparison.Ordinal) ? What[..What.LastIndexOf(": waits for a mark by ", StringComparison.Ordinal)] : What;
}

/// <summary>A gate the launch stands before, as last judged.</summary>
public sealed record GateView(string Key, string Name, string Member, GateStanding Standing, ApprovalState? Approval);

/// <summary>Says in words where a launch stands and what it waits for.</summary>
public static class Explaining
{
    /// <summary>The gates the launch stands before, with their criteria as last journaled.</summary>
    public static ImmutableArray<GateView> Gates(Plan plan, RolloutState state) =>
        [.. Gatekeeping.Active(plan, state).Select(active => View(state, active))];

    /// <summary>What the launch waits for now. Empty only while something is being carried out, or after the end.</summary>
    public static ImmutableArray<Wait> Waits(Plan plan, RolloutState state, DateTimeOffset now)
    {
        if (state.Stage == RolloutStage.New || state.IsFinished) return [];
        var waits = ImmutableArray.CreateBuilder<Wait>();
        foreach (var back in state.Returning.Values) waits.Add(new($"way back {back.Number} to {back.Target}: {(back.Fenced ? "fenced, its procedure runs" : "being fenced")}", null, null));
        foreach (var hold in state.Holds.Values) waits.Add(Held(hold));
        if (!state.Holds.IsEmpty && state.Returning.IsEmpty) waits.AddRange(Resuming.Gates(plan, state).SelectMany(active => Before(plan, state, active)).Distinct());
        foreach (var freeze in plan.Freezes.Where(freeze => freeze.Holds(now))) waits.Add(new($"frozen: {freeze.Why}", null, freeze.Until));
        if (state.Holds.IsEmpty && state.Returning.IsEmpty) waits.AddRange(Forward(plan, state));
        foreach (var task in state.Tasks.Values.Where(task => task.Done is null)) waits.Add(new($"task {task.Id}: {task.Do}", task.Owner, task.Due));
        return waits.ToImmutable();
    }

    /// <summary>What stands between the launch and its next move, while nothing holds it.</summary>
    internal static IEnumerable<Wait> Forward(Plan plan, RolloutState state)
    {
        var main = state.Main;
        var phase = plan.Phases[main.Phase];
        if (state.Stage == RolloutStage.Running && main.Stage == TrackStage.Applying)
        {
            var awaited = Applying.Awaited(plan, state).ToArray();
            foreach (var setting in awaited) yield return new($"{setting.Name} to become effective", null, null);
            if (awaited.Length == 0) yield return new("the flags to be written and confirmed", null, null);
        }

        if (state.Stage == RolloutStage.Running && main.Stage == TrackStage.Running)
        {
            var step = phase.Steps[main.Step];
            if (main.StepClock?.Reaches(step.Bake) is { } baked && baked > state.At) yield return new("the step's bake time", null, baked);
            if (main.Step == phase.Steps.Length - 1 && main.PhaseClock?.Reaches(phase.Shortest) is { } shortest && shortest > state.At)
                yield return new($"the shortest duration of {phase.Name}", null, shortest);
        }

        foreach (var active in Gatekeeping.Active(plan, state).Where(active => active.Key != LaterExit(plan, state)))
        foreach (var wait in Before(plan, state, active)) yield return wait;
    }

    /// <summary>The gate out of the phase, while steps of it are still to come.</summary>
    private static string? LaterExit(Plan plan, RolloutState state) =>
        state.Stage == RolloutStage.Running && state.Main.Stage is TrackStage.Applying or TrackStage.Running && state.Main.Step < plan.Phases[state.Main.Phase].Steps.Length - 1
            ? Gatekeeping.ExitGate(plan, state)
            : null;

    private static Wait Held(Hold hold) => hold.AskedBy is { } by
        ? new($"{hold.Kind}: {hold.Cause}; {by} asked to resume", null, null)
        : new($"{hold.Kind}: {hold.Cause}", "someone who resumes", null);

    /// <summary>What a gate waits for: its approval, or each criterion that is not met, from whoever can help.</summary>
    private static IEnumerable<Wait> Before(Plan plan, RolloutState state, ActiveGate active)
    {
        var gate = View(state, active);
        if (gate.Approval is { } open)
            return [new($"approval of {gate.Name} ({open.Request})", string.Join(", ", open.Roles.Where(role => !open.Given.ContainsKey(role))), open.Deadline)];
        if (gate.Standing.Passes) return state.Gates.TryGetValue(active.Key, out var known) && !known.Passed ? Lasting(active.Gate, known) : [];
        return gate.Standing.Lines.Where(line => line.Verdict is not (Verdict.Met or Verdict.NotDue))
            .Select(line => new Wait($"gate {gate.Name}: {line.Rule}: {line.Because}", WhoHelps(plan, active, gate.Standing, line), null));
    }

    /// <summary>How long, or for which review, a gate that passes has to go on passing.</summary>
    private static IEnumerable<Wait> Lasting(Gate gate, GateState known)
    {
        if (gate.Holding is Holding.Continuously held && known.PassingSince is { } since)
            yield return new($"gate {gate.Name}: to pass for {Span.Text(held.Time)} without a break", null, since + held.Time);
        if (gate.Review is { } review)
            yield return new($"gate {gate.Name}: its next review", null, review.NextAfter(known.LastReview ?? known.Opened, known.Opened));
    }

    /// <summary>Who can get a criterion met; null where only time, data or the launched thing itself can.</summary>
    private static string? WhoHelps(Plan plan, ActiveGate active, GateStanding standing, CriterionLine line) =>
        active.Gate.Criteria.First(criterion => criterion.Key == line.Key).Criterion switch
        {
            Criterion.OfItem item => item.Item.Owner ?? "anyone with a role",
            Criterion.OfDrill when line.Verdict == Verdict.NoData => "someone who starts the drill",
            Criterion.OfMetric metric when line.Verdict == Verdict.NoData && plan.Metrics[metric.Metric].Measure == Measure.Reported => "someone who reports it",
            _ => line.Verdict == Verdict.Missed && standing.Status == GateStatus.Pending ? active.Gate.MitigationBy : null,
        };

    /// <summary>What a criterion says that was without data from the start: such a line is not journaled.</summary>
    private static string Unjudged(Criterion criterion) => criterion is Criterion.OfItem item ? ItemJudging.Unmarked(item.Item) : "no data yet";

    private static GateView View(RolloutState state, ActiveGate active)
    {
        var known = state.Gates.GetValueOrDefault(active.Key);
        var lines = active.Criteria.Select(criterion =>
            state.Criteria.TryGetValue(criterion.StateKey, out var judged)
                ? judged.Line
                : new CriterionLine(criterion.Asks.Key, criterion.Asks.Rule, Verdict.NoData, Verdict.NoData, null, 0, Unjudged(criterion.Asks.Criterion), criterion.Asks.Critical));
        return new(active.Key, active.Gate.Name, active.Member, GateStanding.Of(active.Gate, [.. lines], [.. known?.Mitigations.Keys ?? []]), known?.Approval);
    }
}
