using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>What holds the launch, what it waits for, and from whom.</summary>
internal static class HoldingWords
{
    private static readonly (string Word, GateStatus Status)[] Statuses =
    [
        ("pass", GateStatus.Pass), ("conditional", GateStatus.Conditional), ("pending", GateStatus.Pending),
        ("too many missed", GateStatus.TooManyMissed), ("critical missed", GateStatus.CriticalMissed),
    ];

    private static readonly (string Word, Verdict Verdict)[] Verdicts =
        [("met", Verdict.Met), ("missed", Verdict.Missed), ("no data", Verdict.NoData), ("error", Verdict.Error), ("not due", Verdict.NotDue)];

    /// <summary>The words for a gate's status, in the plan language.</summary>
    public static string[] StatusWords { get; } = [.. Statuses.Select(status => status.Word)];

    public static string WordOf(GateStatus status) => Statuses.First(known => known.Status == status).Word;

    public static void Of(ExpectShape expect)
    {
        expect.Each("held", new SeveralShape("what holds the launch"), "A text that the kind or cause of a hold contains; or: no.", (p, text) => Held(p, text));
        expect.Each("waits-for", new SeveralShape("what is waited for"), "A text that something waited for contains, or who is waited for; or: nothing.", (p, text) => Waits(p, text));
        expect.Each("gates", new EachShape("gates", NameKind.Gate, [.. StatusWords, "closed"]), "How a gate, or a member's own, stands that the launch stands before: pass, conditional, pending, too many missed, critical missed; or closed: the launch does not stand before it.", Gate);
        expect.Each("criteria", new EachShape("criteria", null, [.. Verdicts.Select(verdict => verdict.Word)]), "What a criterion of an open gate says, as the plan writes it (a checklist item also by its id): met, missed, no data, error, not due. Of a member: pavia/Sync Success.", Criterion);
        expect.Each("approval", new SeveralShape("who is asked"), "The roles that an open request still waits for; or: none, or: open.", Approval);
        expect.Each("tasks", new EachShape("tasks", null, ["open", "overdue", "done", "none"]), "A task, by a text it contains: open, overdue, done (the newest of them counts), or none.", Task);
        expect.Each("incidents", new EachShape("incidents", NameKind.Severity, [], text => Words.Count.TryReadText(text, out _)), "How many incidents of a severity are open now.", (p, severity, count) =>
            StandingWords.Same(FormattableString.Invariant($"{p.State.Incidents.Values.Count(incident => incident.Severity == severity && incident.Resolved is null)}"), count));
        expect.Each("drills", new EachShape("drills", NameKind.Drill, ["passed", "failed", "open", "none"]), "The last run of a drill: passed, failed, open, none.", (p, drill, word) =>
            StandingWords.Same(!p.State.Drills.TryGetValue(drill, out var last) ? "none" : last.ToSeq is null ? "open" : last.Passed ? "passed" : "failed", word));
    }

    private static Sight Held(Performance p, string text)
    {
        var holds = p.State.Holds.Values.Select(hold => $"{hold.Kind.ToString().ToLowerInvariant()}: {hold.Cause}").ToArray();
        return new(text == "no" ? holds.Length == 0 : holds.Any(hold => hold.Contains(text, StringComparison.OrdinalIgnoreCase)), holds.Length == 0 ? "no" : string.Join("; ", holds));
    }

    private static Sight Waits(Performance p, string text)
    {
        var waits = Explaining.Waits(p.Plan, p.State, p.Now).Select(wait => wait.What + (wait.Who is { } who ? $" ({who})" : "")).ToArray();
        return new(text == "nothing" ? waits.Length == 0 : waits.Any(wait => wait.Contains(text, StringComparison.OrdinalIgnoreCase)), waits.Length == 0 ? "nothing" : string.Join("; ", waits));
    }

    private static Sight Gate(Performance p, string name, string word)
    {
        var open = p.Gates().Where(gate => gate.Name == name || (gate.Member == name && gate.Member.Length > 0)).ToArray();
        var actual = open.Length == 0 ? "closed" : WordOf(open[0].Standing.Status);
        return new(actual == word, open.Length == 0 ? "closed" : $"{actual} ({open[0].Standing.Because})");
    }

    private static Sight Criterion(Performance p, string key, string word)
    {
        var text = p.Plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfItem>()
            .FirstOrDefault(item => item.Item.Id == key)?.Item.Text ?? key;
        var lines = p.Gates().SelectMany(gate => gate.Standing.Lines.Select(line => (gate, line)))
            .Where(asked => Is(asked.line, text) || (text.StartsWith(asked.gate.Member + "/", StringComparison.Ordinal) && Is(asked.line, text[(asked.gate.Member.Length + 1)..])))
            .Select(asked => asked.line).ToArray();
        if (lines.Length == 0) return new(false, "no open gate asks it");
        var wanted = Array.Find(Verdicts, verdict => verdict.Word == word).Verdict;
        return new(lines[0].Verdict == wanted, $"{Array.Find(Verdicts, verdict => verdict.Verdict == lines[0].Verdict).Word} ({lines[0].Because})");
    }

    private static bool Is(CriterionLine line, string key) => line.Key == key || line.Rule == key;

    private static Sight Approval(Performance p, string word)
    {
        var asked = p.Gates().Where(gate => gate.Approval is not null).SelectMany(gate => gate.Approval!.Roles.Where(role => !gate.Approval.Given.ContainsKey(role))).ToArray();
        var actual = asked.Length == 0 ? "none" : string.Join(", ", asked);
        return new(word switch { "none" => asked.Length == 0, "open" => asked.Length > 0, _ => asked.Contains(word) }, actual);
    }

    private static Sight Task(Performance p, string text, string word)
    {
        var task = p.State.Tasks.Values.Where(task => task.Do.Contains(text, StringComparison.OrdinalIgnoreCase)).MaxBy(task => task.Opened);
        var actual = task is null ? "none" : task.Done is not null ? "done" : task.Overdue ? "overdue" : "open";
        return StandingWords.Same(actual, word);
    }
}
