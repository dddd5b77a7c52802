using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A rollout as people and programs see it.</summary>
/// <param name="Health">Healthy, Progressing, Paused or Degraded: the words people know from other tools.</param>
/// <param name="Phases">The names of all phases: the journal numbers them in this order.</param>
/// <param name="Attempt">1 for the first; each way back begins a new one.</param>
public sealed record RolloutView(
    string Rollout,
    string Plan,
    string Title,
    string PlanHash,
    string Health,
    string Stage,
    string Phase,
    ImmutableArray<string> Phases,
    string Step,
    int Attempt,
    string Exposure,
    double Percent,
    ImmutableArray<KeyView> Keys,
    ImmutableArray<Wait> WaitsFor,
    ImmutableArray<GateView> Gates,
    ImmutableArray<Hold> Holds,
    ImmutableArray<WayBack> WaysBack,
    ImmutableArray<MemberTrack> Members,
    ImmutableArray<LaunchTask> Tasks,
    ImmutableArray<Incident> Incidents,
    DateTimeOffset StartedAt,
    string StartedBy,
    long Seq,
    DateTimeOffset At,
    DateTimeOffset? Wake)
{
    /// <summary>Every change of the plan, in order: each ends with the entry up to which the journal is told by the plan of before. Null for a plan that was never changed.</summary>
    public ImmutableArray<Amendment>? Amendments { get; init; }

    public static RolloutView Of(Drained known, DateTimeOffset now)
    {
        var (plan, state) = (known.Plan, known.State);
        var position = Position.Exposed(plan, state.Main);
        return new(
            state.Rollout, state.PlanName, plan.Title, state.PlanHash, HealthOf(state), StageOf(state),
            state.Stage is RolloutStage.New or RolloutStage.Preparing ? "" : plan.Phases[state.Main.Phase].Name, [.. plan.Phases.Select(phase => phase.Name)],
            state.Governing ? position.Name(plan) : "nobody", state.Main.Attempt,
            state.Permitted.Audience.ToString(), state.Permitted.Audience.Percent.Value,
            [.. plan.Keys.Select(key => KeyView.Of(state, key))],
            Explaining.Waits(plan, state, now), Explaining.Gates(plan, state),
            [.. state.Holds.Values], [.. state.Returning.Values], [.. state.Members.Values],
            [.. state.Tasks.Values], [.. state.Incidents.Values], state.StartedAt, state.StartedBy, state.Seq, state.At, known.Work.Wake)
        {
            Amendments = state.Amendments.IsEmpty ? null : state.Amendments,
        };
    }

    private static string StageOf(RolloutState state) =>
        state.Stage == RolloutStage.Running ? state.Main.Stage.ToString() : state.Stage.ToString();

    private static string HealthOf(RolloutState state) =>
        !state.Returning.IsEmpty || !state.Off.IsEmpty || state.Main.Stage == TrackStage.Returned || state.Stage == RolloutStage.Aborted ? "Degraded"
        : !state.Holds.IsEmpty ? "Paused"
        : state.Stage is RolloutStage.Watching or RolloutStage.Closed ? "Healthy"
        : "Progressing";
}

/// <summary>A governed key: what is wanted and what was confirmed last.</summary>
public sealed record KeyView(string Key, string Wanted, string Confirmed)
{
    public static KeyView Of(RolloutState state, GovernedKey key) => new(
        key.ToString(),
        state.Planned.TryGetValue(key, out var planned) ? planned.Document.ToString() : "not written yet",
        state.Confirmed.TryGetValue(key, out var confirmed) ? confirmed.ToString() : "not confirmed yet");
}

/// <summary>One line of a list of rollouts.</summary>
public sealed record RolloutSummary(string Rollout, string Plan, string Health, string Stage, string Step, string Exposure, DateTimeOffset StartedAt)
{
    public static RolloutSummary Of(RolloutView view) =>
        new(view.Rollout, view.Plan, view.Health, view.Stage, view.Step, view.Exposure, view.StartedAt);
}
