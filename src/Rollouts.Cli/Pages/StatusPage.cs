using Rollouts.Engine;

namespace Rollouts.Cli.Pages;

/// <summary>A rollout as it stands: where, what it waits for from whom until when, its gates, and what is open.</summary>
internal static class StatusPage
{
    public static Page Of(RolloutView view, DateTimeOffset now)
    {
        var page = new Page().Line(Phrase.Of($"[bold]{view.Rollout}[/]  {view.Title}")).Columns(Facts(view));
        Section(page, "waits for", Waits(view, now));
        foreach (var gate in view.Gates) Gate(page, gate);
        Section(page, "held", view.Holds.Select(Held));
        Section(page, "members", view.Members.Select(Member));
        Section(page, "tasks", view.Tasks.Where(task => task.Done is null).Select(task => Task(task, now)));
        Section(page, "incidents", view.Incidents.Where(incident => incident.Resolved is null).Select(Incident));
        Section(page, "keys", view.Keys.Select(Key));
        return page;
    }

    /// <summary>The rollout in one line, for following it in a log.</summary>
    public static Phrase Summary(RolloutView view) =>
        Phrase.Of($"{view.Rollout}: {Tones.OfHealth(view.Health)}, {view.Stage}, {Where(view)}, exposure {view.Exposure}");

    private static IEnumerable<Phrase[]> Facts(RolloutView view) =>
    [
        ["plan", FormattableString.Invariant($"{view.Plan} ({Short(view.PlanHash)})")],
        .. (view.Amendments ?? []).TakeLast(1).Select(last => (Phrase[])["changed", $"{Times.Text(last.At)} by {last.By}: {last.Reason}"]),
        ["status", Phrase.Of($"{Tones.OfHealth(view.Health)}, {view.Stage}")],
        ["phase", FormattableString.Invariant($"{Where(view)}, attempt {view.Attempt}")],
        ["exposure", view.Exposure],
        ["started", $"{Times.Text(view.StartedAt)} by {view.StartedBy}"],
        ["journal", FormattableString.Invariant($"entry {view.Seq} at {Times.Text(view.At)}")],
    ];

    /// <summary>While a phase is being entered, the step before it is still what is exposed.</summary>
    private static string Where(RolloutView view) =>
        view.Phase.Length == 0 ? "before the first phase"
        : view.Step.StartsWith(view.Phase, StringComparison.Ordinal) ? view.Step
        : $"{view.Phase} ({view.Step} is exposed)";

    private static IEnumerable<Phrase[]> Waits(RolloutView view, DateTimeOffset now) => view.WaitsFor.Select(wait => new Phrase[]
    {
        wait.Brief(),
        string.IsNullOrEmpty(wait.Who) ? "" : Phrase.Of($"from [bold]{wait.Who}[/]"),
        wait.Until is { } until ? Times.Until(until, now) : "",
    });

    private static void Gate(Page page, GateView gate)
    {
        if (gate.Standing.Lines.IsEmpty && gate.Approval is null) return;
        page.Line().Line(Phrase.Of($"[bold]gate {gate.Key}[/]  {Tones.Of(gate.Standing.Status)}: {gate.Standing.Because}"));
        page.Columns(CriterionRows.Of(gate.Standing.Lines));
        if (gate.Approval is { } approval) page.Columns(ApprovalRows(approval));
    }

    private static IEnumerable<Phrase[]> ApprovalRows(ApprovalState approval) => approval.Roles.Select(role => new Phrase[]
    {
        approval.Given.TryGetValue(role, out var vote) ? Phrase.Of($"[green]approved[/]") : Phrase.Of($"[yellow]asked[/]"),
        role,
        vote is null ? $"since {Times.Text(approval.Asked)}{(approval.Escalated ? ", its backup may answer" : "")}" : $"by {vote.By} at {Times.Text(vote.At)}{Quoted(vote.Note)}",
    });

    private static Phrase[] Held(Hold hold) =>
        [Phrase.Of($"[yellow]{hold.Kind}[/]"), hold.Cause, $"since {Times.Text(hold.Since)}", hold.AskedBy is { } by ? $"{by} asked to resume" : ""];

    private static Phrase[] Member(MemberTrack member) => [member.Member, member.In ? Phrase.Of($"[green]in[/]") : "out", FormattableString.Invariant($"step {member.Step + 1}, attempt {member.Attempt}")];

    private static Phrase[] Task(LaunchTask task, DateTimeOffset now) =>
        [task.Id, task.Do, task.Owner, task.Overdue ? Phrase.Of($"[red]overdue[/]") : "open", task.Due is { } due ? Times.Until(due, now) : ""];

    private static Phrase[] Incident(Incident incident) =>
        [incident.Id, Phrase.Of($"[red]{incident.Severity}[/]"), incident.Title, incident.Commander ?? "", $"since {Times.Text(incident.Opened)}"];

    private static Phrase[] Key(KeyView key) => [key.Key, key.Confirmed, key.Wanted == key.Confirmed ? "" : Phrase.Of($"[yellow]wanted: {key.Wanted}[/]")];

    private static void Section(Page page, string title, IEnumerable<Phrase[]> rows)
    {
        Phrase[][] all = [.. rows];
        if (all.Length > 0) page.Line().Line(Phrase.Of($"[bold]{title}[/]")).Columns(all);
    }

    private static string Quoted(string note) => note.Length == 0 ? "" : $": \"{note}\"";

    public static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
