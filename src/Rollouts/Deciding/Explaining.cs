using System.Collections.Immutable;

namespace Rollouts;

/// <summary>One thing the launch waits for: what, from whom, until when.</summary>
/// <param name="Who">Roles or people; null when only time or data is waited for.</param>
public sealed record Wait(string What, string? Who, DateTimeOffset? Until);

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
        foreach (var hold in state.Holds.Values) waits.Add(Held(plan, state, hold));
        foreach (var freeze in plan.Freezes.Where(freeze => freeze.Holds(now))) waits.Add(new($"frozen: {freeze.Why}", null, freeze.Until));
        if (state.Holds.IsEmpty && state.Returning.IsEmpty) waits.AddRange(Forward(plan, state));
        foreach (var task in state.Tasks.Values.Where(task => task.Done is null)) waits.Add(new($"task {task.Id}: {task.Do}", task.Owner, task.Due));
        return waits.ToImmutable();
    }

    private static IEnumerable<Wait> Forward(Plan plan, RolloutState state)
    {
        var main = state.Main;
        var phase = plan.Phases[main.Phase];
        if (state.Stage == RolloutStage.Running && main.Stage == TrackStage.Applying) yield return new("the flags to be written and confirmed", null, null);
        if (state.Stage == RolloutStage.Running && main.Stage == TrackStage.Running)
        {
            var step = phase.Steps[main.Step];
            if (main.StepClock?.Reaches(step.Bake) is { } baked && baked > state.At) yield return new("the step's bake time", null, baked);
            if (main.Step == phase.Steps.Length - 1 && main.PhaseClock?.Reaches(phase.Shortest) is { } shortest && shortest > state.At)
                yield return new($"the shortest duration of {phase.Name}", null, shortest);
        }

        foreach (var gate in Gates(plan, state).Where(gate => gate.Standing.Lines.Length > 0 || gate.Approval is not null))
        {
            if (state.Stage == RolloutStage.Running && main.Stage == TrackStage.Running && main.Step < phase.Steps.Length - 1 && gate.Key == Gatekeeping.ExitGate(plan, state)) continue;
            if (gate.Approval is { } open)
                yield return new($"approval of {gate.Name} ({open.Request})", string.Join(", ", open.Roles.Where(role => !open.Given.ContainsKey(role))), open.Deadline);
            else if (!gate.Standing.Passes)
                foreach (var line in gate.Standing.Lines.Where(line => line.Verdict is not (Verdict.Met or Verdict.NotDue)))
                    yield return new($"gate {gate.Name}: {line.Rule}: {line.Because}", null, null);
        }
    }

    private static Wait Held(Plan plan, RolloutState state, Hold hold)
    {
        var open = hold.ResumeGate is null ? [] : Gates(plan, state).Where(gate => gate.Key == Gatekeeping.ResumeGate(hold))
            .SelectMany(gate => gate.Standing.Lines).Where(line => line.Verdict != Verdict.Met).Select(line => line.Rule).ToArray();
        var needs = open.Length == 0 ? "" : "; to resume: " + string.Join(", ", open);
        var asked = hold.AskedBy is { } by ? $"; {by} asked to resume" : "";
        return new($"{hold.Kind}: {hold.Cause}{needs}{asked}", hold.AskedBy is null ? "someone who resumes" : null, null);
    }

    private static GateView View(RolloutState state, ActiveGate active)
    {
        var known = state.Gates.GetValueOrDefault(active.Key);
        var lines = active.Gate.Criteria.Select(criterion =>
            state.Criteria.TryGetValue(active.Key + "/" + criterion.Key, out var judged)
                ? judged.Line
                : new CriterionLine(criterion.Key, criterion.Rule, Verdict.NoData, Verdict.NoData, null, 0, "not judged yet", criterion.Critical));
        return new(active.Key, active.Gate.Name, active.Member, GateStanding.Of(active.Gate, [.. lines], [.. known?.Mitigations.Keys ?? []]), known?.Approval);
    }
}
