namespace Rollouts.Simulation;

/// <summary>The words for what happens in a launch.</summary>
internal sealed class StoryWords
{
    private const int MostReasons = 3;

    private readonly Dictionary<string, string> tasks = new(StringComparer.Ordinal);

    private Plan plan;
    private Dictionary<string, string> items;
    private AudienceExposure exposed = AudienceExposure.None;

    public StoryWords(Plan plan) => (this.plan, items) = (plan, ItemsOf(plan));

    public string Item(string id) => items.GetValueOrDefault(id, id);

    /// <summary>What comes is told by a changed plan.</summary>
    public void GoOnBy(Plan changed) => (plan, items) = (changed, ItemsOf(changed));

    /// <summary>What somebody asked for, for a refusal.</summary>
    public static string Asked(Input input) => input.GetType().Name switch
    {
        var name => string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString())),
    };

    /// <summary>Kind, what and why; without a kind it is not told.</summary>
    public (string Kind, string What, string Why) Of(RolloutEvent happened)
    {
        if (happened is RolloutEvent.ExposureSet set) exposed = set.Exposure.Audience;
        if (happened is RolloutEvent.TaskOpened opened) tasks[opened.Task] = opened.Do;
        return Gates(happened) ?? Ways(happened) ?? Guards(happened) ?? Doings(happened) ?? ("", "", "");
    }

    private static (string, string, string)? Gates(RolloutEvent happened) => happened switch
    {
        RolloutEvent.GatePassed { Lines.IsEmpty: false } e => ("gate", $"gate {Name(e.Gate)} passes{(e.Conditional ? " on condition" : "")}", Reasons(e.Lines, met: true)),
        RolloutEvent.GateFailed e => ("gate", $"gate {Name(e.Gate)} fails", e.Cause),
        RolloutEvent.ReviewHeld e => ("review", $"review of {Name(e.Gate)}: {HoldingWords.WordOf(Enum.Parse<GateStatus>(e.Status))}", Reasons(e.Lines, met: false)),
        RolloutEvent.MitigationAccepted e => ("gate", $"{e.By} accepts that '{e.Criterion}' is missed", e.Reason),
        RolloutEvent.ApprovalRequested e => ("approval", $"approval of {Name(e.Gate)} is asked of {string.Join(" and ", e.Roles)}" + (e.Deadline is { } until ? $", by {Time(until)}" : ""), "every criterion is met"),
        RolloutEvent.ApprovalExtended e => ("approval", $"{e.By} is given more time, until {Time(e.Deadline)}", e.Reason),
        RolloutEvent.ApprovalGiven e => ("approval", $"{e.By} approves as {e.Role}{(e.For is { } away ? $" for {away}" : "")}", e.Note == "yes" ? "" : e.Note),
        RolloutEvent.ApprovalRejected e => ("approval", $"{e.By} rejects", e.Reason),
        RolloutEvent.ApprovalVoided e => ("approval", "the request for approval is void", e.Why),
        RolloutEvent.ApprovalEscalated => ("approval", "the backups may answer now", "no answer before the deadline"),
        _ => null,
    };

    private (string, string, string)? Ways(RolloutEvent happened) => happened switch
    {
        RolloutEvent.Started e => ("start", $"{e.By} starts {plan.Title}", ""),
        RolloutEvent.PhaseEntered e => ("phase", $"{Phase(e.Phase)} is being entered", e.Attempt > 1 ? FormattableString.Invariant($"attempt {e.Attempt}") : ""),
        RolloutEvent.StepStarted e => ("exposure", $"{new Position(e.Phase, e.Step).Name(plan)} is exposed: {exposed}", ""),
        RolloutEvent.PhaseOverdue e => ("phase", $"{Phase(e.Phase)} is longer than planned", ""),
        RolloutEvent.Promoted e => ("phase", $"{e.By} skips the optional waiting", e.Reason),
        RolloutEvent.MemberAdmitted e => ("member", $"{e.Member} is let in", ""),
        RolloutEvent.MemberStepEntered e => ("member", FormattableString.Invariant($"{e.Member} goes on to step {e.Step + 1}"), ""),
        RolloutEvent.MemberWithdrawn e => ("member", $"{e.Member} is taken back{(e.Alone ? " alone" : "")}", ""),
        RolloutEvent.HoldPlaced e => ("hold", e.Kind.ToString().ToLowerInvariant(), e.Cause),
        RolloutEvent.ResumeAsked e => ("hold", $"{e.By} asks to go on", e.Reason),
        RolloutEvent.HoldLifted e => ("hold", "it goes on", $"{e.By} resumed"),
        RolloutEvent.WayBackBegun e => ("way-back", $"taking back to {e.Target}", e.Cause),
        RolloutEvent.Fenced => ("way-back", "fenced: nothing older can rise any more", ""),
        RolloutEvent.WayBackEnded => ("way-back", $"taken back: {exposed}", ""),
        RolloutEvent.PlanAmended e => ("phase", $"{e.By} changes the plan", e.Reason),
        RolloutEvent.AbortBegun e => ("end", $"{e.By} aborts", e.Reason),
        RolloutEvent.WatchBegun => ("phase", "every phase has passed: the launch is watched until someone closes it", ""),
        RolloutEvent.Finished e => ("end", $"the launch is {e.How}", $"by {e.By}"),
        _ => null,
    };

    private static (string, string, string)? Guards(RolloutEvent happened) => happened switch
    {
        RolloutEvent.TriggerFired e => ("trigger", $"trigger '{e.Trigger}' fires{For(e.Member)}", e.Line.Because),
        RolloutEvent.TriggerCleared e => ("trigger", $"trigger '{e.Trigger}' clears{For(e.Member)}", ""),
        RolloutEvent.IncidentOpened e => ("incident", $"incident {e.Severity}: {e.Title}", e.Commander is { } commander ? $"commander {commander}" : ""),
        RolloutEvent.IncidentResolved e => ("incident", $"{e.By} resolves {e.Incident}", e.Note),
        RolloutEvent.Reported e => ("report", $"{e.By} reports {e.Kind}{For(e.Member)}", e.Key),
        RolloutEvent.AlertChanged e => ("alert", $"alert {e.Rule} {(e.Firing ? "fires" : "clears")}{For(e.Member)}", ""),
        RolloutEvent.AlertSilenced e => ("alert", $"{e.By} silences alert {e.Rule} until {Time(e.Until)}", e.Control),
        RolloutEvent.AlertAcknowledged e => ("alert", $"{e.By} looks at the alert", e.Note),
        RolloutEvent.Delegated e => ("approval", $"{e.To} stands in for {e.From} until {Time(e.Until)}", e.Note),
        RolloutEvent.DelegationEnded e => ("approval", $"{e.From} is back", ""),
        RolloutEvent.Triaged e => ("report", $"{e.By} finds: {e.Row}", e.Note),
        RolloutEvent.ObservationBroken e => ("alert", "what must hold without a break starts anew", $"nothing was observed since {Time(e.Since)}"),
        RolloutEvent.Drifted e => ("key", $"{e.Key} was changed by someone else", e.Found),
        _ => null,
    };

    private (string, string, string)? Doings(RolloutEvent happened) => happened switch
    {
        RolloutEvent.SwitchSet e => ("key", $"{e.Flag} is turned {(e.On ? "on" : "off")}", ""),
        RolloutEvent.SettingSet e => ("key", $"{e.Setting} is set to {e.Value}", ""),
        RolloutEvent.SettingFreed e => ("key", $"{e.Setting} follows the exposure again", ""),
        RolloutEvent.ApplyCalled e => ("key", $"{e.Setting} = {e.Value} is being applied", ""),
        RolloutEvent.ApplyConfirmed e => ("key", $"{e.Setting} = {e.Value} is effective", ""),
        RolloutEvent.EffectGivenUp e => ("key", $"effect {e.Effect} is given up", e.Error),
        RolloutEvent.ReArmAsked e => ("key", $"{e.By} asks to turn {e.Flag} on again", e.Reason),
        RolloutEvent.ProcedureStarted e => ("procedure", $"procedure '{e.Procedure}' begins{For(e.Track == Track.Main ? "" : e.Track)}", e.Cause),
        RolloutEvent.ActionEnded { Error: { } error } => ("procedure", "an action fails", error),
        RolloutEvent.EffectPlanned { Effect: Effect.Post { Topic: "notice" } post } => ("notice", $"{post.Channel} is told: {post.Text}", ""),
        RolloutEvent.TaskOpened e => ("task", $"{e.Owner} is to: {e.Do}" + (e.Due is { } due ? $", by {Time(due)}" : ""), e.Cause),
        RolloutEvent.TaskCompleted e => ("task", $"{e.By} has done: {tasks.GetValueOrDefault(e.Task, e.Task)}", ""),
        RolloutEvent.TaskOverdue e => ("task", $"overdue: {tasks.GetValueOrDefault(e.Task, e.Task)}", ""),
        RolloutEvent.DrillStarted e => ("drill", $"drill {e.Drill} begins", ""),
        RolloutEvent.DrillEnded e => ("drill", $"drill {e.Drill} {(e.Passed ? "passed" : "failed")}", e.Why),
        RolloutEvent.ValueReported e => ("report", FormattableString.Invariant($"{e.By} reports {e.Metric}{For(e.Scope)} = {e.Value:0.####}"), ""),
        _ => null,
    };

    private static string Reasons(IEnumerable<CriterionLine> lines, bool met)
    {
        var telling = lines.Where(line => met ? line.Value is not null : line.Verdict is not (Verdict.Met or Verdict.NotDue)).ToArray();
        var shown = telling.Take(MostReasons).Select(line => $"{line.Rule}: {line.Because}");
        return string.Join("; ", shown) + (telling.Length > MostReasons ? FormattableString.Invariant($"; and {telling.Length - MostReasons} more") : "");
    }

    private static Dictionary<string, string> ItemsOf(Plan plan) => plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfItem>()
        .GroupBy(item => item.Item.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Item.Text, StringComparer.Ordinal);

    private string Phase(int index) => $"{plan.Phases[index].Name} {plan.Phases[index].Title}".TrimEnd();

    private static string Name(string gate) => GateNames.Short(gate);

    private static string For(string member) => member.Length == 0 ? "" : $" for {member}";

    private static string Time(DateTimeOffset at) => FormattableString.Invariant($"{at:yyyy-MM-dd HH:mm}");
}
