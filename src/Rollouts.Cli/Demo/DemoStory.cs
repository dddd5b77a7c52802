using System.Globalization;

namespace Rollouts.Cli.Demo;

/// <summary>Which events of a launch the demo tells, and in which words.</summary>
internal static class DemoStory
{
    public static IEnumerable<string> Lines(Plan plan, Entry entry)
    {
        if (entry.Outcome is Outcome.Refused refused) yield return $"refused: {refused.Reason}";
        foreach (var happened in entry.Events)
            if (Line(plan, happened) is { } line) yield return line;
    }

    private static string? Line(Plan plan, RolloutEvent happened) => happened switch
    {
        RolloutEvent.Started e => $"{e.By} starts '{plan.Title}', plan {e.PlanHash[..12]}",
        RolloutEvent.PhaseEntered e => $"── {plan.Phases[e.Phase].Name} {plan.Phases[e.Phase].Title}",
        RolloutEvent.ExposureSet e => $"exposure: {e.Exposure.Audience}",
        RolloutEvent.StepStarted e => $"{plan.Phases[e.Phase].Name}: flags confirmed, watching",
        RolloutEvent.GatePassed { Lines.IsEmpty: false } e => $"gate {e.Gate} passes: " + string.Join("; ", e.Lines.Select(Say)),
        RolloutEvent.GateFailed e => $"gate {e.Gate} fails: {e.Cause}",
        RolloutEvent.ApprovalRequested e => $"asks {string.Join(", ", e.Roles)} to approve {e.Gate}",
        RolloutEvent.ApprovalGiven e => $"{e.By} approves as {e.Role}",
        RolloutEvent.ApprovalVoided e => $"the request is void: {e.Why}",
        RolloutEvent.TriggerFired e => $"!! trigger '{e.Trigger}': {e.Line.Because}",
        RolloutEvent.WayBackBegun e => $"!! way back {e.Number} to {e.Target}",
        RolloutEvent.Fenced => "fenced: no older raise can land any more",
        RolloutEvent.SwitchSet e => $"{e.Flag} is turned {(e.On ? "on" : "off")}",
        RolloutEvent.ActionEnded e => Ended(plan, e),
        RolloutEvent.IncidentOpened e => $"incident {e.Severity}: {e.Title}",
        RolloutEvent.IncidentResolved e => $"incident resolved by {e.By}",
        RolloutEvent.WayBackEnded e => $"way back {e.Number} is complete",
        RolloutEvent.ItemMarked e => $"{e.By} marks '{e.Item}'",
        RolloutEvent.HoldLifted e => $"{e.By} resumes",
        RolloutEvent.WatchBegun => "every phase has passed: the launch is being watched",
        RolloutEvent.Finished e => $"the launch is {e.How}",
        _ => null,
    };

    private static string Ended(Plan plan, RolloutEvent.ActionEnded e) =>
        string.Create(CultureInfo.InvariantCulture, $"  {e.Action + 1}. {InShort(plan.WayBack.Actions[e.Action])}: {e.Error ?? "done"}");

    /// <summary>Without the texts of the plan, whose blanks are filled in elsewhere.</summary>
    private static string InShort(ProcedureAction action) => action switch
    {
        ProcedureAction.Notify notify => $"notify {notify.Channel}",
        ProcedureAction.OpenIncident incident => $"open incident {incident.Severity}",
        _ => action.ToString(),
    };

    private static string Say(CriterionLine line) => $"{line.Rule} ({line.Because.Split(", must be", 2)[0]})";
}
