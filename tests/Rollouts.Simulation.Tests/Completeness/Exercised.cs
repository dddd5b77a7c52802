using System.Text.RegularExpressions;

namespace Rollouts.Simulation.Tests.Completeness;

/// <summary>What a launch exercised of its plan, read from its journal: from the entries, and from how the gates stood after each.</summary>
internal sealed partial class Exercised(Plan plan)
{
    private readonly HashSet<string> said = new(StringComparer.Ordinal);
    private readonly GateNames gates = new(plan);
    private readonly Dictionary<string, string> tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Gate, bool Escalated)> requests = new(StringComparer.Ordinal);
    private readonly HashSet<string> passedReviews = new(StringComparer.Ordinal);
    private readonly HashSet<string> withdrawn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> runs = new(StringComparer.Ordinal);
    private readonly (string Template, Regex Pattern)[] templates =
    [
        .. PlanRules.Actions(plan).Select(action => action switch
        {
            ProcedureAction.AskTask task => task.Do,
            ProcedureAction.Notify { FollowUp: not null } notice => Say.FollowUp(notice.Text),
            _ => "",
        }).Where(template => template.Length > 0).Distinct(StringComparer.Ordinal)
            .Select(template => (template, new Regex("^" + Placeholder.Replace(Regex.Escape(template), ".*") + "$", RegexOptions.Singleline | RegexOptions.NonBacktracking))),
    ];

    [GeneratedRegex(@"\\\{[a-z]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder { get; }

    public IReadOnlySet<string> Said => said;

    public void Read(IEnumerable<Entry> journal)
    {
        var state = RolloutState.New;
        requests.Clear();
        passedReviews.Clear();
        withdrawn.Clear();
        foreach (var entry in journal)
        {
            if (entry.Outcome is Outcome.Refused refused) Refused(entry.Input, refused.Reason);
            foreach (var happened in entry.Events)
            {
                gates.Note(happened);
                Note(happened, entry);
            }

            state = Evolution.Evolve(state, plan, entry);
            if (entry.Events.All(happened => happened is RolloutEvent.DigestTaken)) foreach (var digest in entry.Events.OfType<RolloutEvent.DigestTaken>()) Look(digest);
            else Look(state, entry.Input.At);
        }
    }

    private void Note(RolloutEvent happened, Entry entry)
    {
        switch (happened)
        {
            case RolloutEvent.TriggerFired e:
                said.Add(Say.Fires(e.Trigger));
                if (e.Trigger.StartsWith("missed ", StringComparison.Ordinal)) Asked(e.Trigger["missed ".Length..]);
                if (e.Trigger.StartsWith("no data for ", StringComparison.Ordinal)) Asked(e.Trigger["no data for ".Length..], "no data");
                break;
            case RolloutEvent.HoldPlaced { Kind: HoldKind.Paused } e:
                Moved(e.Cause, new Move.Pause());
                break;
            case RolloutEvent.HoldPlaced { Kind: HoldKind.Halted } e:
                Moved(e.Cause, new Move.Halt());
                break;
            case RolloutEvent.WayBackBegun e:
                if (entry.Input is Input.RollBack) said.Add(Say.BackByPerson);
                foreach (var (name, move) in Backs()) if (e.Cause.StartsWith(name, StringComparison.Ordinal)) said.Add(Say.Moves(name, move));
                break;
            case RolloutEvent.ProcedureStarted e:
                said.Add(Say.Runs(e.Procedure));
                runs[e.Run] = e.Procedure;
                break;
            case RolloutEvent.RoutineRun e:
                said.Add(Say.Routine(e.Routine));
                break;
            case RolloutEvent.Triaged e:
                said.Add(Say.Triaged(e.Row));
                break;
            case RolloutEvent.IncidentOpened e:
                said.Add(Say.Opened(e.Severity));
                break;
            case RolloutEvent.SwitchSet { On: false } e:
                said.Add(Say.TurnedOff(e.Flag));
                if (entry.Input is Input.Throw) said.Add(Say.Thrown(e.Flag));
                break;
            case RolloutEvent.SwitchSet e:
                said.Add(Say.ReArmed(e.Flag));
                break;
            case RolloutEvent.MemberWithdrawn { Alone: true } e:
                said.Add(Say.Withdrawn);
                withdrawn.Add(e.Member);
                break;
            case RolloutEvent.MemberAdmitted e when withdrawn.Contains(e.Member):
                said.Add(Say.ReAdmitted);
                break;
            case RolloutEvent.DrillEnded e:
                said.Add(Say.Drilled(e.Drill, e.Passed));
                break;
            case RolloutEvent.PhaseOverdue e:
                said.Add(Say.Overdue(plan.Phases[e.Phase].Name));
                break;
            case RolloutEvent.ActionEnded { Error: not null } e when plan.ProcedureNamed(runs[e.Run]).Actions[e.Action] is ProcedureAction.Verify verify:
                said.Add(Say.NotVerified(verify.Rule));
                break;
            case RolloutEvent.Finished e:
                said.Add(e.How == "aborted" ? Say.Aborted : Say.Closed);
                break;
            case RolloutEvent.ItemMarked { Done: false }:
                said.Add(Say.NotDone);
                break;
            default:
                NoteWork(happened);
                NoteGates(happened);
                break;
        }
    }

    private void NoteWork(RolloutEvent happened)
    {
        switch (happened)
        {
            case RolloutEvent.TaskOpened e:
                tasks[e.Task] = e.Do;
                break;
            case RolloutEvent.TaskReminded:
                said.Add(Say.Reminded);
                break;
            case RolloutEvent.AlertAcknowledged:
                said.Add(Say.Acknowledged);
                break;
            case RolloutEvent.TaskOverdue e:
                if (tasks[e.Task].StartsWith("Acknowledge the alert ", StringComparison.Ordinal)) said.Add(Say.NotAcknowledged);
                if (tasks[e.Task].StartsWith("Respond: ", StringComparison.Ordinal)) said.Add(Say.AnswerLate);
                foreach (var (template, pattern) in templates)
                    if (pattern.IsMatch(tasks[e.Task])) said.Add(Say.RunsOver(template));
                break;
        }
    }

    private void NoteGates(RolloutEvent happened)
    {
        switch (happened)
        {
            case RolloutEvent.ReviewHeld { Decides: true } e:
                if (GateState.IsPass(e.Status)) passedReviews.Add(e.Gate);
                else if (passedReviews.Remove(e.Gate)) Gate(e.Gate, Say.BeginsAnew);
                break;
            case RolloutEvent.VerdictChanged { Line.Now: Verdict.Missed } e when e.Key.IndexOf('/', StringComparison.Ordinal) is > 0 and var end:
                Gate(e.Key[..end], gate => Say.Stands(gate, Missed(gate, e.Line)));
                break;
            case RolloutEvent.GatePassed e:
                Gate(e.Gate, gate => Say.Stands(gate, e.Conditional ? GateStatus.Conditional : GateStatus.Pass));
                break;
            case RolloutEvent.GateStreakChanged { Passing: false } e:
                Gate(e.Gate, Say.BeginsAnew);
                break;
            case RolloutEvent.ApprovalRequested e:
                requests[e.Request] = (e.Gate, false);
                break;
            case RolloutEvent.ApprovalGiven e:
                Gate(requests[e.Request].Gate, gate => Say.Agrees(e.Role, gate));
                if (requests[e.Request].Escalated && !plan.Roles[e.Role].Members.Contains(e.By)) Gate(requests[e.Request].Gate, Say.BackupAgrees);
                break;
            case RolloutEvent.ApprovalEscalated e:
                requests[e.Request] = requests[e.Request] with { Escalated = true };
                Gate(requests[e.Request].Gate, Say.TimesOut);
                break;
            case RolloutEvent.ApprovalRejected { Role.Length: 0 } e:
                Gate(requests[e.Request].Gate, Say.TimesOut);
                break;
            case RolloutEvent.ApprovalRejected:
                said.Add(Say.Rejected);
                break;
            case RolloutEvent.ApprovalExtended:
                said.Add(Say.MoreTime);
                break;
            case RolloutEvent.ApprovalVoided:
                said.Add(Say.Voided);
                break;
        }
    }

    /// <summary>What one miss makes of a gate, also where a trigger takes the launch back in the same entry.</summary>
    private GateStatus Missed(string gate, CriterionLine line) =>
        line.Critical ? GateStatus.CriticalMissed
        : plan.AllGates().Any(known => known.Name == gate && known.MayMiss == 0) ? GateStatus.TooManyMissed
        : GateStatus.Pending;

    private void Refused(Input input, string reason)
    {
        if (input is Input.Approve or Input.Reject && reason.Contains("none of the roles", StringComparison.Ordinal)) said.Add(Say.WrongRole);
        if (input is Input.Approve && reason.Contains("approved this already", StringComparison.Ordinal)) said.Add(Say.Twice);
        if (input is Input.Mitigate && reason.Contains("may accept a mitigation", StringComparison.Ordinal)) said.Add(Say.WrongMitigator);
    }

    /// <summary>How the gates stand, and what the calendar holds back, after an entry.</summary>
    private void Look(RolloutState state, DateTimeOffset now)
    {
        foreach (var freeze in plan.Freezes.Where(freeze => freeze.Holds(now) && !state.IsFinished)) said.Add(Say.Frozen(freeze.Why));
        if (plan.Hours is { } hours && !hours.Open(now) && !state.IsFinished) said.Add(Say.OutOfHours);
        foreach (var gate in Explaining.Gates(plan, state))
        {
            said.Add(Say.Stands(gate.Name, gate.Standing.Status));
            foreach (var line in gate.Standing.Lines) Look(gate.Name, line);
        }
    }

    /// <summary>Nothing else changed: the lines say all.</summary>
    private void Look(RolloutEvent.DigestTaken digest)
    {
        foreach (var (key, line) in digest.Lines)
            if (line.Verdict is not Verdict.Met && key.IndexOf('/', StringComparison.Ordinal) is > 0 and var end)
                foreach (var gate in gates.Of(key[..end])) Look(gate, line);
    }

    private void Look(string gate, CriterionLine line)
    {
        if (line.Verdict == Verdict.NotDue) said.Add(Say.NotDue(gate));
        if (line.Because.Contains("ran out", StringComparison.Ordinal)) said.Add(Say.RunsOut(ItemOf(line.Rule)));
        if (line.Because.Contains("was not heard of", StringComparison.Ordinal)) said.Add(Say.Stale);
        if (line.Verdict is Verdict.NoData or Verdict.Error && line.Because is not ("not judged yet" or "not read yet") && IsMetric(gate, line.Key)) said.Add(Say.Without(gate));
    }

    private void Asked(string key, string? what = null)
    {
        var end = key.IndexOf('/', StringComparison.Ordinal);
        foreach (var gate in gates.Of(key[..end])) said.Add(Say.Asks(gate, what ?? key[(end + 1)..]));
    }

    private void Moved(string cause, Move move)
    {
        foreach (var trigger in plan.Triggers.Where(trigger => cause.StartsWith(trigger.Name, StringComparison.Ordinal))) said.Add(Say.Moves(trigger.Name, move));
    }

    private IEnumerable<(string Name, Move Move)> Backs() =>
        plan.Triggers.Where(trigger => trigger.Do.Move is Move.Back or Move.Withdraw).Select(trigger => (trigger.Name, trigger.Do.Move!))
            .Concat(plan.AllGates().Where(gate => gate.OnCriticalMiss.Move is not null).Select(gate => ("gate " + gate.Name, gate.OnCriticalMiss.Move!)));

    private void Gate(string key, Func<string, string> say)
    {
        foreach (var gate in gates.Of(key)) said.Add(say(gate));
    }

    private string ItemOf(string text) => plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfItem>()
        .FirstOrDefault(item => item.Item.Text == text)?.Item.Id ?? text;

    private bool IsMetric(string gate, string key) => plan.AllGates().Where(known => known.Name == gate)
        .Any(known => known.Criteria.Any(criterion => criterion.Key == key && criterion.Criterion is Criterion.OfMetric));
}
