using System.Collections.Immutable;

namespace Rollouts;

/// <summary>Asks roles for their yes, counts votes, and voids requests whose verdicts became worse.</summary>
internal static class Approving
{
    /// <summary>True when enough roles agreed, or none is asked. Opens the request when there is none.</summary>
    public static bool IsGranted(Turn turn, ActiveGate active, GateStanding standing)
    {
        if (active.Gate.Approve is not { } rule) return true;
        if (turn.State.Gates[active.Key].Approval is { } open) return open.Given.Count >= rule.Quorum;
        turn.Add(new RolloutEvent.ApprovalRequested(
            FormattableString.Invariant($"{active.Key}/{turn.State.Seq}"), active.Key, rule.Roles,
            standing.Lines.ToImmutableSortedDictionary(line => line.Key, line => line.Verdict, StringComparer.Ordinal), turn.Now + rule.Within));
        return false;
    }

    /// <summary>Voids a request when a verdict became worse than the approvers saw; acts on its deadline.</summary>
    public static void Tend(Turn turn, ActiveGate active, GateStanding standing)
    {
        if (turn.State.Gates[active.Key].Approval is not { } open || active.Gate.Approve is not { } rule) return;
        if (standing.Lines.FirstOrDefault(line => IsWorse(line, open)) is { } worse)
        {
            turn.Add(new RolloutEvent.ApprovalVoided(open.Request, $"{worse.Key} was {open.Saw[worse.Key]} and is {worse.Verdict} now: {worse.Because}"));
            return;
        }

        if (open.Escalated || open.Deadline is not { } deadline || turn.Now < deadline || open.Given.Count >= rule.Quorum) return;
        if (rule.Then == AtDeadline.RemindBackup)
        {
            turn.Add(new RolloutEvent.ApprovalEscalated(open.Request));
            return;
        }

        turn.Add(new RolloutEvent.ApprovalRejected(open.Request, "", Actor.System.Id, "no answer before the deadline"));
        Pausing.Hold(turn, HoldKind.Failed, $"no answer for gate {active.Gate.Name} before the deadline", null);
    }

    /// <summary>Voids requests of gates that the launch does not stand before any more: nobody is left with a question that decides nothing.</summary>
    public static void Lapse(Turn turn)
    {
        if (turn.State.Gates.Values.All(gate => gate.Approval is null)) return;
        var active = Gatekeeping.Active(turn.Plan, turn.State).Select(gate => gate.Key).ToHashSet(StringComparer.Ordinal);
        Void(turn, key => !active.Contains(key), key => $"the launch does not stand before {key} any more");
    }

    /// <summary>A way back voids all requests: nobody has seen what led to it.</summary>
    public static void VoidAll(Turn turn, string why) => Void(turn, _ => true, _ => why);

    private static void Void(Turn turn, Func<string, bool> which, Func<string, string> why)
    {
        foreach (var (key, gate) in turn.State.Gates)
            if (gate.Approval is { } open && which(key)) turn.Add(new RolloutEvent.ApprovalVoided(open.Request, why(key)));
    }

    public static string? Approve(Turn turn, Input.Approve approve)
    {
        if (Find(turn, approve.Request, out var active) is { } problem) return problem;
        var open = turn.State.Gates[active!.Key].Approval!;
        var rule = active.Gate.Approve!;
        var counted = open.Given.Values.SelectMany(vote => (string?[])[vote.By, vote.For]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (rule.FourEyes && counted.Contains(approve.By.Id)) return $"{approve.By} has approved this already";
        if (rule.FourEyes && approve.By.Id == turn.State.StartedBy) return "four eyes: who started the launch cannot approve it";
        var answers = rule.Roles.Where(role => !open.Given.ContainsKey(role))
            .Select(role => (Role: role, Person: Answers(turn, role, approve.By, open.Escalated))).Where(answer => answer.Person is not null)
            .OrderByDescending(answer => answer.Person == approve.By.Id).ToArray();
        if (answers.Length == 0) return counted.Contains(approve.By.Id) ? $"{approve.By} has approved this already" : NotAsked(turn, rule, open, approve.By);
        if (rule.FourEyes && answers.All(answer => answer.Person == turn.State.StartedBy || counted.Contains(answer.Person!)))
            return $"four eyes: {answers[0].Person} {(counted.Contains(answers[0].Person!) ? "counts once already" : "started the launch")}, and a delegate cannot change that";
        foreach (var (role, person) in rule.FourEyes ? answers.Where(answer => answer.Person != turn.State.StartedBy && !counted.Contains(answer.Person!)).Take(1) : answers)
            turn.Add(new RolloutEvent.ApprovalGiven(open.Request, role, approve.By.Id, approve.Note) { For = person == approve.By.Id ? null : person });
        return null;
    }

    public static string? Reject(Turn turn, Input.Reject reject)
    {
        if (string.IsNullOrWhiteSpace(reject.Reason)) return "a rejection needs a reason";
        if (Find(turn, reject.Request, out var active) is { } problem) return problem;
        var open = turn.State.Gates[active!.Key].Approval!;
        var role = active.Gate.Approve!.Roles.FirstOrDefault(role => Answers(turn, role, reject.By, open.Escalated) is not null);
        if (role is null) return NotAsked(turn, active.Gate.Approve!, open, reject.By);
        turn.Add(new RolloutEvent.ApprovalRejected(open.Request, role, reject.By.Id, reject.Reason));
        Pausing.Hold(turn, HoldKind.Failed, $"{reject.By} rejected gate {active.Gate.Name}: {reject.Reason}", null);
        return null;
    }

    /// <summary>Whoever is asked may say why it takes longer, as often as the plan allows, before the deadline has passed.</summary>
    public static string? AskMoreTime(Turn turn, Input.MoreTime more)
    {
        if (string.IsNullOrWhiteSpace(more.Reason)) return "say why it takes longer";
        if (Find(turn, more.Request, out var active) is { } problem) return problem;
        var open = turn.State.Gates[active!.Key].Approval!;
        var rule = active.Gate.Approve!;
        if (!rule.Roles.Any(role => !open.Given.ContainsKey(role) && Answers(turn, role, more.By, open.Escalated) is not null)) return NotAsked(turn, rule, open, more.By);
        if (open.Deadline is not { } deadline) return "this request has no deadline";
        if (rule.MoreTime is not { } allowed) return "the plan gives no more time for this";
        if (open.Escalated) return "the deadline has passed: the backups may answer now";
        if (open.Extended >= allowed.Times) return allowed.Times == 1 ? "more time was given already, and the plan gives it once" : FormattableString.Invariant($"more time was given {open.Extended} times already");
        turn.Add(new RolloutEvent.ApprovalExtended(open.Request, more.By.Id, more.Reason, deadline + allowed.By));
        return null;
    }

    private static string? Find(Turn turn, string? request, out ActiveGate? active)
    {
        var open = turn.Gates
            .Where(gate => turn.State.Gates.TryGetValue(gate.Key, out var state) && state.Approval is not null).ToArray();
        active = request is null ? open.Length == 1 ? open[0] : null : open.FirstOrDefault(gate => turn.State.Gates[gate.Key].Approval!.Request == request);
        if (active is not null) return null;
        if (request is not null)
            return $"the request {request} is not open: it was decided, or what it rested on has changed";
        return open.Length == 0
            ? "nothing waits for an approval"
            : "several requests are open, name one: " + string.Join(", ", open.Select(gate => turn.State.Gates[gate.Key].Approval!.Request));
    }

    /// <summary>Who counts when the actor answers for the role or, after the deadline, for its backup; null when it may not.</summary>
    private static string? Answers(Turn turn, string role, Actor actor, bool escalated) =>
        Answering.CountsAs(turn.Plan, turn.State, role, actor)
        ?? (escalated && turn.Plan.Roles.GetValueOrDefault(role)?.Backup is { } backup ? Answering.CountsAs(turn.Plan, turn.State, backup, actor) : null);

    private static string NotAsked(Turn turn, ApprovalRule rule, ApprovalState open, Actor actor)
    {
        var missing = rule.Roles.Where(role => !open.Given.ContainsKey(role));
        return rule.Roles.Any(role => Answers(turn, role, actor, open.Escalated) is not null)
            ? $"{actor} is not needed any more: still asked are {string.Join(", ", missing)}"
            : $"{actor} has none of the roles that are asked: {string.Join(", ", missing)}";
    }

    private static bool IsWorse(CriterionLine line, ApprovalState open) =>
        open.Saw.TryGetValue(line.Key, out var saw) && saw is Verdict.Met or Verdict.NotDue && line.Verdict is not (Verdict.Met or Verdict.NotDue);
}
