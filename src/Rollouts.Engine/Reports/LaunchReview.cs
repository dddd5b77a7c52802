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
    public static LaunchReview Of(Plan plan, RolloutState state, IReadOnlyCollection<Entry> journal) => new(
        plan.Title, state.Rollout, plan.Name, plan.Hash, state.StartedAt, state.StartedBy, state.Stage.ToString(), state.Permitted.Audience.ToString(),
        [.. plan.Phases.Select((_, phase) => PhaseOf(plan, phase, journal)).OfType<ReviewedPhase>()],
        MeasuredIn(state), state.WaysBack.Length, state.Pauses.Length, state.Incidents.Count, state.Reports.Length,
        [.. journal.SelectMany(entry => entry.Events.Select(happened => MishapOf(entry, happened)).OfType<Mishap>())],
        [.. journal.Select(DecisionOf).OfType<PersonsDecision>()],
        [
            .. state.Tasks.Values.OrderBy(task => task.Done is not null).ThenBy(task => task.Opened)
                .Select(task => new FollowUp(task.Do, task.Owner, task.Due, task.Done is not null)),
        ]);

    /// <summary>Null for a phase that was never entered.</summary>
    private static ReviewedPhase? PhaseOf(Plan plan, int phase, IReadOnlyCollection<Entry> journal)
    {
        var name = plan.Phases[phase].Name;
        if (First(journal, happened => happened is RolloutEvent.PhaseEntered e && e.Phase == phase) is not { } entered) return null;
        return new(
            name, plan.Phases[phase].Title, entered, First(journal, happened => happened is RolloutEvent.StepStarted e && e.Phase == phase),
            Last(journal, happened => happened is RolloutEvent.GatePassed e && IsOf(e.Gate, name)), Waited(journal, name));
    }

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
        Input.Approve or Input.Reject or Input.Mitigate or Input.Pause or Input.Resume or Input.RollBack or Input.Throw or Input.Promote or Input.Close or Input.Abort or Input.Triage =>
            new(entry.Input.At, entry.Input.By.ToString(), entry.Input.GetType().Name.ToLowerInvariant(), (entry.Outcome as Outcome.Refused)?.Reason),
        _ => null,
    };

    /// <summary>From the asking to the answer about the phase's gate, in every attempt.</summary>
    private static TimeSpan Waited(IReadOnlyCollection<Entry> journal, string phase)
    {
        var waited = TimeSpan.Zero;
        var asked = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var entry in journal)
        foreach (var happened in entry.Events)
        {
            if (happened is RolloutEvent.ApprovalRequested request && IsOf(request.Gate, phase)) asked[request.Gate] = entry.Input.At;
            var ended = happened switch
            {
                RolloutEvent.GatePassed e => e.Gate,
                RolloutEvent.ApprovalVoided e => GateOf(e.Request),
                RolloutEvent.ApprovalRejected e => GateOf(e.Request),
                _ => null,
            };
            if (ended is not null && asked.Remove(ended, out var since)) waited += entry.Input.At - since;
        }

        return waited;
    }

    /// <summary>A request is named after its gate.</summary>
    private static string GateOf(string request) => request.LastIndexOf('/') is > 0 and var at ? request[..at] : request;

    private static bool IsOf(string gate, string phase) => gate.StartsWith(phase + "#", StringComparison.Ordinal);

    private static DateTimeOffset? First(IEnumerable<Entry> journal, Func<RolloutEvent, bool> which) => journal.FirstOrDefault(entry => entry.Events.Any(which))?.Input.At;

    private static DateTimeOffset? Last(IEnumerable<Entry> journal, Func<RolloutEvent, bool> which) => journal.LastOrDefault(entry => entry.Events.Any(which))?.Input.At;
}

/// <param name="Passed">When its gate passed the last time; null when it has not.</param>
/// <param name="WaitedForPeople">From asking for approvals to the answers.</param>
public sealed record ReviewedPhase(string Phase, string Title, DateTimeOffset Entered, DateTimeOffset? Exposed, DateTimeOffset? Passed, TimeSpan WaitedForPeople);

public sealed record Mishap(DateTimeOffset At, string What);

/// <param name="Refused">Why it was refused; null when it was not.</param>
public sealed record PersonsDecision(DateTimeOffset At, string Who, string What, string? Refused);

public sealed record FollowUp(string Do, string Owner, DateTimeOffset? Due, bool Done);
