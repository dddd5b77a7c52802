using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>The post-launch review, out of the journal: what was measured, what went wrong, who decided, what is left to do.</summary>
/// <param name="Measured">The last line of every criterion that had a value.</param>
public sealed record LaunchReview(
    string Title,
    string Rollout,
    string Plan,
    string PlanHash,
    DateTimeOffset? StartedAt,
    string StartedBy,
    string Stage,
    string Exposure,
    ImmutableArray<ReviewedPhase> Phases,
    ImmutableArray<CriterionLine> Measured,
    int WaysBack,
    int Pauses,
    int Incidents,
    int Reports,
    ImmutableArray<Mishap> WentWrong,
    ImmutableArray<PersonsDecision> Decisions,
    ImmutableArray<FollowUp> FollowUps)
{
    /// <summary>The plans of before, the first one first; empty for a launch whose plan was never changed.</summary>
    public ImmutableArray<EarlierPlan> EarlierPlans { get; init; } = [];

    public static LaunchReview Of(Plan plan, RolloutState state, IReadOnlyCollection<DecidedEntry> history) => new(
        plan.Title, state.Rollout, plan.Name, plan.Hash, state.StartedAt, state.StartedBy, state.Stage.ToString(), state.Permitted.Audience.ToString(),
        ReviewedPhases.Of(history),
        MeasuredIn(state), state.WaysBack.Length, state.Pauses.Length, state.Incidents.Count, state.Reports.Length,
        [.. history.SelectMany(decided => decided.Entry.Events.Select(happened => MishapOf(decided.Entry, happened)).OfType<Mishap>())],
        [.. history.Select(decided => DecisionOf(decided.Entry)).OfType<PersonsDecision>()],
        [
            .. state.Tasks.Values.OrderBy(task => task.Done is not null).ThenBy(task => task.Opened)
                .Select(task => new FollowUp(task.Do, task.Owner, task.Due, task.Done is not null)),
        ])
    {
        EarlierPlans = EarlierPlan.Of(history),
    };

    private static ImmutableArray<CriterionLine> MeasuredIn(RolloutState state) =>
    [
        .. state.Criteria.Where(criterion => criterion.Value.Line.Value is not null)
            .GroupBy(criterion => criterion.Value.Line.Rule).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.MaxBy(criterion => criterion.Value.VerdictSince).Value.Line),
    ];

    private static Mishap? MishapOf(Entry entry, RolloutEvent happened) => happened switch
    {
        RolloutEvent.TriggerFired e => new(entry.Input.At, $"{e.Trigger}: {e.Line.Because}"),
        RolloutEvent.WayBackBegun e => new(entry.Input.At, $"taken back to {e.Target}: {e.Cause}"),
        RolloutEvent.HoldPlaced { Kind: not HoldKind.Returned } e => new(entry.Input.At, $"held: {e.Cause}"),
        RolloutEvent.IncidentOpened e => new(entry.Input.At, $"{e.Severity}: {e.Title}"),
        _ => null,
    };

    private static PersonsDecision? DecisionOf(Entry entry) => entry.Input switch
    {
        Input.Approve or Input.Reject or Input.Mitigate or Input.Pause or Input.Resume or Input.RollBack or Input.Throw or Input.Promote or Input.Close or Input.Abort or Input.Triage or Input.Amend =>
            new(entry.Input.At, entry.Input.By.ToString(), entry.Input.GetType().Name.ToLowerInvariant(), (entry.Outcome as Outcome.Refused)?.Reason),
        _ => null,
    };
}

/// <param name="Passed">When its gate passed the last time; null when it has not.</param>
/// <param name="WaitedForPeople">From asking for approvals to the answers.</param>
public sealed record ReviewedPhase(string Phase, string Title, DateTimeOffset Entered, DateTimeOffset? Exposed, DateTimeOffset? Passed, TimeSpan WaitedForPeople);

public sealed record Mishap(DateTimeOffset At, string What);

/// <param name="Refused">Why it was refused; null when it was not.</param>
public sealed record PersonsDecision(DateTimeOffset At, string Who, string What, string? Refused);

public sealed record FollowUp(string Do, string Owner, DateTimeOffset? Due, bool Done);
