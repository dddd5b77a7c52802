using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What messages need of a launch and its state forgets: who decided what and when, how a way back went, which message carries what. A fold of the journal.</summary>
public sealed record LaunchRecord
{
    /// <summary>How many values of a criterion a trend is read from.</summary>
    private const int MostValues = 24;

    public static LaunchRecord Empty { get; } = new();

    /// <summary>The last entry folded in.</summary>
    public long Seq { get; init; }

    /// <summary>In force after that entry; null before the first.</summary>
    public Plan? Plan { get; init; }

    /// <summary>The plan that each subject was decided by last.</summary>
    public ImmutableDictionary<string, Plan> DecidedBy { get; init; } = ImmutableDictionary<string, Plan>.Empty;

    /// <summary>The last line of each criterion.</summary>
    public ImmutableDictionary<string, CriterionLine> Lines { get; init; } = ImmutableDictionary<string, CriterionLine>.Empty;

    public ImmutableDictionary<string, RequestRecord> Requests { get; init; } = ImmutableDictionary<string, RequestRecord>.Empty;

    public ImmutableDictionary<string, RunRecord> Runs { get; init; } = ImmutableDictionary<string, RunRecord>.Empty;

    public ImmutableDictionary<string, HoldRecord> Holds { get; init; } = ImmutableDictionary<string, HoldRecord>.Empty;

    /// <summary>The last values of each criterion, the oldest first.</summary>
    public ImmutableDictionary<string, ImmutableArray<(DateTimeOffset At, double Value)>> Values { get; init; } =
        ImmutableDictionary<string, ImmutableArray<(DateTimeOffset, double)>>.Empty;

    /// <summary>All posts by the id of their effect.</summary>
    public ImmutableDictionary<string, PostRecord> Posts { get; init; } = ImmutableDictionary<string, PostRecord>.Empty;

    /// <summary>The first delivered post of each subject, channel and way there: the message that updates, or that later ones answer.</summary>
    public ImmutableDictionary<(string Subject, string Channel, Via? Via), PostRecord> Roots { get; init; } = ImmutableDictionary<(string, string, Via?), PostRecord>.Empty;

    /// <summary>When each subject was last touched.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Touched { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    public LaunchRecord After(DecidedEntry decided)
    {
        var (plan, entry, after) = decided;
        var record = this with { Seq = entry.Seq, Plan = plan };
        foreach (var happened in entry.Events) record = record.After(entry, happened);
        return entry.Amends ? record.Amended(entry.Input.At) with { Plan = after } : record;
    }

    /// <summary>The plan that what a post is about was decided by last; null where nothing is known of it.</summary>
    public Plan? PlanOf(Effect.Post post) => DecidedBy.GetValueOrDefault(Composer.SubjectOf(post)) ?? Posts.GetValueOrDefault(post.Id)?.Plan;

    private LaunchRecord After(Entry entry, RolloutEvent happened)
    {
        var at = entry.Input.At;
        return happened switch
        {
            RolloutEvent.VerdictChanged e => With(e.Key, at, e.Line).GateTouched(e.Key, at),
            RolloutEvent.DigestTaken e => e.Lines.Aggregate(this, (record, line) => record.With(line.Key, at, line.Value)),
            RolloutEvent.GateOpened e => Touch("checklist:" + e.Gate, at),
            RolloutEvent.MitigationAccepted e => Touch("mitigation:" + e.Gate, at),
            RolloutEvent.ApprovalRequested e => Set(new RequestRecord(e.Request, e.Gate, e.Roles, e.Saw, at, e.Deadline, false, [], null), at),
            RolloutEvent.ApprovalGiven e when Requests.TryGetValue(e.Request, out var asked) => Set(asked with { Given = asked.Given.Add(new(e.Role, e.By, e.Note, at) { For = e.For }) }, at),
            RolloutEvent.ApprovalEscalated e when Requests.TryGetValue(e.Request, out var asked) => Set(asked with { Escalated = true }, at),
            RolloutEvent.ApprovalExtended e when Requests.TryGetValue(e.Request, out var asked) => Set(asked with { Deadline = e.Deadline, Longer = asked.Longer.Add(new("", e.By, e.Reason, at)) }, at),
            RolloutEvent.Delegated or RolloutEvent.DelegationEnded => Requests.Values.Where(request => request.Ended is null).Aggregate(this, (record, request) => record.Touch("approval:" + request.Request, at)),
            RolloutEvent.AlertChanged e => Touch("alert:" + e.Episode, at),
            RolloutEvent.AlertAcknowledged e => Touch("alert:" + e.Episode, at),
            RolloutEvent.ApprovalRejected e when Requests.TryGetValue(e.Request, out var asked) => Set(asked with { Ended = new("rejected", e.By, e.Reason, at), Rested = LinesOf(asked.Gate) }, at),
            RolloutEvent.ApprovalVoided e when Requests.TryGetValue(e.Request, out var asked) => Set(asked with { Ended = new("void", "", e.Why, at), Rested = LinesOf(asked.Gate) }, at),
            RolloutEvent.GatePassed e => Passed(e.Gate, at),
            RolloutEvent.WayBackBegun e => (e.Track == Track.Main ? NoLongerAsked("the launch is taken back", at) : this).Run(WayBack.RunOf(e.Number), at, run => run with { Back = new(e.Number, e.Target, e.Cause, entry.Input.By.Id, at, null, null) }),
            RolloutEvent.Fenced e => Run(WayBack.RunOf(e.Number), at, run => run with { Back = run.Back! with { Fenced = at } }),
            RolloutEvent.WayBackEnded e => Run(WayBack.RunOf(e.Number), at, run => run with { Back = run.Back! with { Ended = at } }),
            RolloutEvent.ProcedureStarted e => Run(e.Run, at, run => run with { Procedure = e.Procedure, Cause = e.Cause, Started = at }),
            RolloutEvent.ActionStarted e => Run(e.Run, at, run => run with { Actions = run.Actions.SetItem(e.Action, new(ActionStatus.Started, null, at)) }),
            RolloutEvent.ActionEnded e => Run(e.Run, at, run => run with { Actions = run.Actions.SetItem(e.Action, new(e.Error is null ? ActionStatus.Done : ActionStatus.Failed, e.Error, at)) }),
            RolloutEvent.HoldPlaced e => Set(e.Hold, new(e.Kind, e.Cause, entry.Input.By.Id, at, null, null), at),
            RolloutEvent.ResumeAsked e when Holds.TryGetValue(e.Hold, out var hold) => Set(e.Hold, hold with { AskedBy = e.By }, at),
            RolloutEvent.HoldLifted e when Holds.TryGetValue(e.Hold, out var hold) => Set(e.Hold, hold with { Lifted = new("lifted", e.By, "", at) }, at),
            RolloutEvent.Finished => NoLongerAsked("the launch is over", at),
            RolloutEvent.TaskOpened e => Touch("task:" + e.Task, at),
            RolloutEvent.TaskCompleted e => Touch("task:" + e.Task, at),
            RolloutEvent.IncidentResolved e => Touch("incident:" + e.Incident, at),
            RolloutEvent.EffectPlanned { Effect: Effect.Post post } => this with { Posts = Posts.SetItem(post.Id, new(post, at, entry.Events, null, Plan!)) },
            RolloutEvent.EffectDone e when Posts.TryGetValue(e.Effect, out var post) => Delivered(post with { Receipt = e.Receipt }),
            _ => this,
        };
    }

    private LaunchRecord Delivered(PostRecord post)
    {
        var root = (Composer.SubjectOf(post.Post), post.Post.Channel, post.Post.Via);
        return this with { Posts = Posts.SetItem(post.Post.Id, post), Roots = Roots.ContainsKey(root) ? Roots : Roots.Add(root, post) };
    }

    private LaunchRecord Passed(string gate, DateTimeOffset at)
    {
        var record = Touch("checklist:" + gate, at).Touch("mitigation:" + gate, at);
        return Requests.Values.FirstOrDefault(request => request.Gate == gate && request.Ended is null) is { } open ? record.Set(open with { Ended = new("approved", "", "", at) }, at) : record;
    }

    /// <summary>What was asked for the way on is not asked any more.</summary>
    private LaunchRecord NoLongerAsked(string why, DateTimeOffset at) =>
        Requests.Values.Where(request => request.Ended is null).Aggregate(this, (record, open) => record.Set(open with { Ended = new("void", "", why, at), Rested = LinesOf(open.Gate) }, at));

    private LaunchRecord GateTouched(string criterion, DateTimeOffset at)
    {
        var gate = criterion.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? criterion[..end] : criterion;
        return Touch("checklist:" + gate, at).Touch("mitigation:" + gate, at);
    }

    /// <summary>What is still asked, is asked by the changed plan: its messages are looked at again.</summary>
    private LaunchRecord Amended(DateTimeOffset at) => this with
    {
        Touched = Touched.SetItems(Touched.Keys.Where(IsAsked).Select(subject => KeyValuePair.Create(subject, at))),
        // What was measured for the criteria of before says nothing about those of now: one of the same name may be about something else.
        Lines = Lines.Clear(),
        Values = Values.Clear(),
    };

    private static bool IsAsked(string subject) => subject.StartsWith("checklist:", StringComparison.Ordinal) || subject.StartsWith("mitigation:", StringComparison.Ordinal);

    private LaunchRecord With(string criterion, DateTimeOffset at, CriterionLine line)
    {
        var record = this with { Lines = Lines.SetItem(criterion, line) };
        if (line.Value is not { } value) return record;
        var values = Values.GetValueOrDefault(criterion, []).Add((at, value));
        return record with { Values = Values.SetItem(criterion, values.Length > MostValues ? values.RemoveAt(0) : values) };
    }

    /// <summary>What the criteria of a gate said last, by their keys.</summary>
    private ImmutableDictionary<string, CriterionLine> LinesOf(string gate) =>
        Lines.Where(line => line.Key.StartsWith(gate + "/", StringComparison.Ordinal)).ToImmutableDictionary(line => line.Value.Key, line => line.Value, StringComparer.Ordinal);

    private LaunchRecord Set(RequestRecord request, DateTimeOffset at) => Touch("approval:" + request.Request, at) with { Requests = Requests.SetItem(request.Request, request) };

    private LaunchRecord Set(string hold, HoldRecord record, DateTimeOffset at) => Touch("hold:" + hold, at) with { Holds = Holds.SetItem(hold, record) };

    private LaunchRecord Run(string run, DateTimeOffset at, Func<RunRecord, RunRecord> change) =>
        Touch("way-back:" + run, at) with { Runs = Runs.SetItem(run, change(Runs.GetValueOrDefault(run) ?? new(run, "", "", at, ImmutableSortedDictionary<int, ActionRecord>.Empty, null))) };

    private LaunchRecord Touch(string subject, DateTimeOffset at) => this with { Touched = Touched.SetItem(subject, at), DecidedBy = DecidedBy.SetItem(subject, Plan!) };
}

/// <summary>How something ended: in one word, by whom, why, when.</summary>
public sealed record Ending(string How, string By, string Why, DateTimeOffset At);

public sealed record Yes(string Role, string By, string Note, DateTimeOffset At)
{
    /// <summary>Who is away and counted by it; null when <see cref="By"/> is.</summary>
    public string? For { get; init; }
}

public sealed record RequestRecord(
    string Request, string Gate, ImmutableArray<string> Roles, ImmutableSortedDictionary<string, Verdict> Saw, DateTimeOffset Asked, DateTimeOffset? Deadline,
    bool Escalated, ImmutableArray<Yes> Given, Ending? Ended)
{
    /// <summary>Who asked for more time, why and when.</summary>
    public ImmutableArray<Ending> Longer { get; init; } = [];

    /// <summary>What the gate's criteria said, by their keys, when the request ended without a yes; empty for others.</summary>
    public ImmutableDictionary<string, CriterionLine> Rested { get; init; } = ImmutableDictionary<string, CriterionLine>.Empty;
}

public sealed record ActionRecord(ActionStatus Status, string? Error, DateTimeOffset At);

public sealed record BackRecord(int Number, string Target, string Cause, string By, DateTimeOffset Begun, DateTimeOffset? Fenced, DateTimeOffset? Ended);

/// <param name="Back">The way back that it is the procedure of; null for another procedure.</param>
public sealed record RunRecord(string Run, string Procedure, string Cause, DateTimeOffset Started, ImmutableSortedDictionary<int, ActionRecord> Actions, BackRecord? Back);

public sealed record HoldRecord(HoldKind Kind, string Cause, string By, DateTimeOffset Since, string? AskedBy, Ending? Lifted);

/// <param name="Among">The events of the entry that decided the post: what it tells of is one of them.</param>
/// <param name="Receipt">Where it was posted; null while it is not.</param>
/// <param name="Plan">The plan that decided it.</param>
public sealed record PostRecord(Effect.Post Post, DateTimeOffset At, ImmutableArray<RolloutEvent> Among, string? Receipt, Plan Plan);
