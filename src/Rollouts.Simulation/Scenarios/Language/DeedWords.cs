using System.Globalization;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>What people do in a story.</summary>
internal static class DeedWords
{
    private static readonly Detail By = Detail.By;
    private static readonly Detail Because = Detail.Because;

    public static void Of(MomentShape moment)
    {
        Approvals(moment);
        Commands(moment);
        Work(moment);
        SystemWords.Of(moment);
    }

    private static void Approvals(MomentShape moment)
    {
        moment.Deed("approve", new SeveralShape("who approves"), "Says yes to the open request: a role, a person, or several one after the other.", (p, who) =>
        {
            foreach (var each in who) p.Give("approve", (id, at) => new Input.Approve(id, at, p.Cast.Of(each.Text), Asked(p, each.Text), "yes"));
        });
        moment.Deed(
            "reject", new DetailShape("rejection", "a rejection", "Says no to the open request.", Detail.Text("by", "The role or person.") with { Required = true }, Because),
            "Says no to the open request: a role or a person.",
            (p, said) => p.Give("reject", (id, at) => new Input.Reject(id, at, p.Cast.Of(said["by"]!), Asked(p, said["by"]!), said["because"] ?? "no")));
        moment.Deed(
            "more-time", new DetailShape("more-time", "a request for more time", "Asks for more time to answer the open request.", Detail.Text("by", "The role or person.") with { Required = true }, Because),
            "Asks for more time to answer the open request: a role or a person.",
            (p, said) => p.Give("more-time", (id, at) => new Input.MoreTime(id, at, p.Cast.Of(said["by"]!), Asked(p, said["by"]!), said["because"] ?? "it takes longer")));
        moment.Deed(
            "delegate",
            new DetailShape(
                "delegation", "a delegation", "Names who answers for somebody that is away.", Detail.Text("to", "The person who stands in, or a role.") with { Required = true },
                Detail.Text("by", "The role or person that is away.") with { Required = true }, Detail.Text("for", "How long: 5d; a day if not given."), Because),
            "Somebody who is away names who stands in.",
            (p, said) => p.Give("delegate", (id, at) => new Input.Delegate(
                id, at, p.Cast.Of(said["by"]!), p.Cast.Of(said["to"]!).Id, Span.TryParse(said["for"] ?? "", out var length) ? length : TimeSpan.FromDays(1), said["because"] ?? "")));
        moment.Deed(
            "mitigate",
            new DetailShape(
                "mitigation", "a mitigation", "Accepts that a criterion which is not critical is missed.",
                Detail.Text("criterion", "The criterion, as the plan writes it.") with { Required = true }, By, Because, Detail.Text("gate", "The gate, where several ask it.")),
            "Accepts a missed criterion with a written reason.",
            (p, said) => p.Give("mitigate", (id, at) => new Input.Mitigate(id, at, p.Cast.Of(said["by"] ?? Mitigator(p, said["criterion"]!)), said["gate"], said["criterion"]!, said["because"] ?? "accepted")));
        moment.Deed("mark", new SeveralShape("a checklist item", NameKind.Item), "Marks checklist items as done, by their owners, with evidence where it is asked for.", (p, items) =>
        {
            foreach (var item in items) Mark(p, "mark", item.Text, new(new Dictionary<string, string>()));
        });
        moment.Deed(
            "mark-as",
            new DetailShape(
                "mark", "a mark", "Marks a checklist item in another way.", Detail.Name1("item", "The item's text or id.", NameKind.Item) with { Required = true }, By,
                new("done", "no: it is marked as not done.", Words.OneOf("whether it is done", ("yes", "yes"), ("no", "no"))),
                new("evidence", "none: without evidence. Otherwise a link or path.", Words.Text),
                new("sha256", "none: without a checksum. Otherwise the evidence's SHA-256; the one that the plan asks for if not given.", Words.Text), Because),
            "Marks a checklist item by someone else, as not done, without evidence, or with evidence of its own.",
            (p, said) => Mark(p, "mark-as", said["item"]!, said));
    }

    private static void Commands(MomentShape moment)
    {
        Command(moment, "pause", "Pauses the launch, for a reason.", (id, at, by, reason) => new Input.Pause(id, at, by, reason));
        Command(moment, "resume", "Asks to go on; the gate of each hold decides.", (id, at, by, reason) => new Input.Resume(id, at, by, reason));
        Command(moment, "promote", "Skips optional waiting.", (id, at, by, reason) => new Input.Promote(id, at, by, reason));
        Command(moment, "abort", "Takes everything back and ends the launch.", (id, at, by, reason) => new Input.Abort(id, at, by, reason));
        Command(moment, "close", "Closes the launch after its watch.", (id, at, by, reason) => new Input.Close(id, at, by, reason));
        moment.Deed(
            "roll-back",
            new DetailShape("roll-back", "a way back", "Takes the launch back, or one member.", Detail.Text("to", "previous step, previous phase, nobody, a phase, or P3 step 1."), Detail.Name1("member", "The member that is taken back alone.", NameKind.Member), By, Because),
            "Takes the launch back to: previous step, previous phase, nobody, a phase, P3 step 1.",
            (p, said) => p.Give("roll-back", (id, at) => new Input.RollBack(id, at, Who(p, said, "roll-back"), said["to"], said["member"], said["because"] ?? "the scenario says so")));
        moment.Deed(
            "kill", new DetailShape("kill", "a thrown kill switch", "Throws a kill switch, or all of them.", Detail.Text("flag", "The flag, or: all."), By, Because), "Throws a kill switch by its flag, or: all.",
            (p, said) => p.Give("kill", (id, at) => new Input.Throw(id, at, Who(p, said, "throw"), said["flag"] is "all" ? null : said["flag"], said["because"] ?? "the scenario says so")));
        moment.Deed(
            "re-arm", new DetailShape("re-arm", "a re-arming", "Asks to turn a flag on again, or to let a member in again.", Detail.Text("flag", "The flag or member.") with { Required = true }, By, Because), "Asks to turn a flag on again, or to let a member in again that was taken back alone.",
            (p, said) => p.Give("re-arm", (id, at) => new Input.ReArm(id, at, Who(p, said, "resume"), said["flag"]!, said["because"] ?? "")));
        moment.Deed(
            "drill", new DetailShape("drill", "a drill", "Begins a drill.", Detail.Name1("drill", "The drill.", NameKind.Drill) with { Required = true }, By), "Begins a drill of the plan.",
            (p, said) => p.Give("drill", (id, at) => new Input.StartDrill(id, at, Who(p, said, "drill"), said["drill"]!)));
    }

    private static void Work(MomentShape moment)
    {
        moment.Deed(
            "complete", new DetailShape("completion", "a task's completion", "Completes a task.", Detail.Text("task", "A text that the task contains.") with { Required = true }, By), "Completes the oldest open task whose text contains this.",
            (p, said) =>
            {
                var task = p.State.Tasks.Values.Where(task => task.Done is null && task.Do.Contains(said["task"]!, StringComparison.OrdinalIgnoreCase)).MinBy(task => task.Opened);
                if (task is null) p.Refuse("complete", $"no open task says '{said["task"]}'");
                else p.Give("complete", (id, at) => new Input.CompleteTask(id, at, p.Cast.Of(said["by"] ?? task.Owner), task.Id, "done"));
            });
        moment.Deed(
            "declare-incident", new DetailShape("incident", "an incident", "Declares an incident.", Detail.Text("severity", "Its severity.") with { Required = true }, Detail.Text("title", "What it is about."), By), "Declares an incident of a severity.",
            (p, said) => p.Give("declare-incident", (id, at) => new Input.DeclareIncident(id, at, Who(p, said, "declare"), said["severity"]!, said["title"] ?? "an incident")));
        moment.Deed(
            "resolve-incidents", new DetailShape("resolution", "a resolution", "Resolves the open incidents of a severity.", Detail.Text("severity", "The severity, or: all.") with { Required = true }, By), "Resolves the open incidents of a severity, or: all.",
            (p, said) =>
            {
                var open = p.State.Incidents.Values.Where(incident => incident.Resolved is null && (said["severity"] == "all" || incident.Severity == said["severity"])).ToArray();
                if (open.Length == 0) p.Refuse("resolve-incidents", $"no incident {said["severity"]} is open");
                foreach (var incident in open) p.Give("resolve-incidents", (id, at) => new Input.ResolveIncident(id, at, Who(p, said, "resolve"), incident.Id, "resolved"));
            });
        moment.Deed(
            "triage", new DetailShape("triage", "a triage", "Takes the proposal of a row of the plan's decision matrix.", Detail.Text("row", "The row's name.") with { Required = true }, By, Because), "Takes the proposal of a row of the plan's decision matrix.",
            (p, said) => p.Give("triage", (id, at) => new Input.Triage(id, at, Who(p, said, "triage"), said["row"]!, said["because"] ?? "")));
        moment.Deed(
            "acknowledge", new DetailShape("acknowledgement", "an acknowledgement", "Somebody looks at an alert.", Detail.Text("alert", "The alert's rule.") with { Required = true }, By, Because), "Somebody looks at an alert, by its rule.",
            (p, said) => p.Give("acknowledge", (id, at) => new Input.Acknowledge(
                id, at, p.Cast.Of(said["by"] ?? p.Plan.Acknowledge?.By ?? p.Plan.Roles.Keys.First()), said["alert"]!, said["because"] ?? "")));
        moment.Deed(
            "silence",
            new DetailShape(
                "silence", "a silence", "Lets an alert fire no trigger for a time.", Detail.Text("rule", "The alert's rule.") with { Required = true }, Detail.Text("for", "How long: 4h; an hour if not given."),
                Detail.Text("control", "The compensating control that stands in for it."), By),
            "Lets an alert fire no trigger for a time, with a control that stands in for it.",
            (p, said) => p.Give("silence", (id, at) => new Input.Silence(
                id, at, Who(p, said, "silence"), said["rule"]!, Span.TryParse(said["for"] ?? "", out var length) ? length : TimeSpan.FromHours(1), said["control"] ?? "")));
        moment.Deed(
            "report",
            new DetailShape(
                "report", "a report", "Reports something.", Detail.Text("kind", "What is reported.") with { Required = true }, Detail.Text("key", "Reports of one kind and key are about the same issue."),
                new("times", "How often, one after the other; 1 if not given.", Words.Text), Detail.Name1("member", "The member it is about.", NameKind.Member),
                Detail.Text("text", "What is said about it."), By),
            "Someone reports something of a kind: data-corruption.", Report);
    }

    private static void Report(Performance p, Details said)
    {
        var times = int.TryParse(said["times"], CultureInfo.InvariantCulture, out var count) ? count : 1;
        for (var i = 1; i <= times; i++)
        {
            var key = said["key"] ?? FormattableString.Invariant($"issue-{p.State.Seq}-{i}");
            p.Give("report", (id, at) => new Input.Report(id, at, p.Cast.Of(said["by"] ?? "someone who reports"), said["kind"]!, key, said["member"], said["text"] ?? said["key"] ?? said["kind"]!));
        }
    }

    private static void Command(MomentShape moment, string word, string meaning, Func<string, DateTimeOffset, Actor, string, Input> make) =>
        moment.Deed(
            word, new DetailShape(word, "a command", meaning, Because, By), meaning + " The text is the reason.",
            (p, said) => p.Give(word, (id, at) => make(id, at, Who(p, said, word), said["because"] ?? "the scenario says so")));

    /// <summary>Of several open requests the one that waits for this role; null leaves it to the launch to say that it cannot tell.</summary>
    private static string? Asked(Performance p, string role) =>
        p.Gates().Select(gate => gate.Approval).OfType<ApprovalState>().Where(request => request.Roles.Contains(role) && !request.Given.ContainsKey(role)).ToArray() is [var only] ? only.Request : null;

    private static Actor Who(Performance p, Details said, string command) => said["by"] is { } by ? p.Cast.Of(by) : p.Cast.WhoMay(command);

    private static string Mitigator(Performance p, string criterion)
    {
        var gate = p.Gates().FirstOrDefault(gate => gate.Standing.Lines.Any(line => line.Key == criterion));
        return gate is null ? "nobody" : p.Plan.AllGates().First(known => known.Name == gate.Name).MitigationBy ?? "nobody";
    }

    private static void Mark(Performance p, string word, string wanted, Details said)
    {
        var item = p.Plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfItem>().Select(known => known.Item)
            .First(item => item.Id == wanted || item.Text == wanted);
        var actor = (said["by"] ?? item.Owner) is { } who ? p.Cast.Of(who) : p.Cast.WhoMay("mark");
        p.Give(word, (id, at) => new Input.Mark(id, at, actor, item.Id, said["done"] != "no", EvidenceOf(p, item, said), said["because"] ?? ""));
    }

    private static Evidence? EvidenceOf(Performance p, ChecklistItem item, Details said)
    {
        if (said["evidence"] is "none") return null;
        var usual = EvidenceAtHand.Of(p.Plan, item);
        if (usual is null && said["evidence"] is null && said["sha256"] is null) return null;
        return new(said["evidence"] ?? usual?.Reference ?? "https://evidence.example/" + item.Id, said["sha256"] is { } sum ? sum == "none" ? null : sum : usual?.Sha256);
    }
}
