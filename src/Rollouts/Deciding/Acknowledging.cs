namespace Rollouts;

/// <summary>Somebody looks at an alert: where the plan says who and how soon, that is a task, and acknowledging the alert is how it is done.</summary>
internal static class Acknowledging
{
    /// <summary>An alert began to fire: somebody is asked to acknowledge it.</summary>
    public static void Ask(Turn turn, string episode)
    {
        if (turn.Plan.Acknowledge is not { } rule) return;
        var alert = turn.State.Alerts[episode];
        turn.Add(new RolloutEvent.TaskOpened(turn.NewId("task"), $"Acknowledge the alert {alert.Rule}", rule.By, turn.Now + rule.Within, $"alert {alert.Rule} of {alert.Source}") { Alert = episode });
    }

    /// <summary>An alert that is over asks for nothing.</summary>
    public static void Settle(Turn turn, string episode) => Complete(turn, episode, Actor.System.Id, "the alert is clear");

    public static string? Acknowledge(Turn turn, Input.Acknowledge acknowledge)
    {
        var known = turn.State.Alerts.Where(alert => alert.Key == acknowledge.About || alert.Value.Rule == acknowledge.About).ToArray();
        if (known.Length == 0) return $"the launch was told of no alert '{acknowledge.About}'";
        if (Permission(turn, acknowledge.By) is { } refusal) return refusal;
        var firing = known.Where(alert => alert.Value.Firing).ToArray();
        if (firing.Length == 0) return $"the alert {known[0].Value.Rule} is clear";
        var open = firing.Where(alert => alert.Value.Acknowledged is null).ToArray();
        if (open.Length == 0 && firing[0].Value.Acknowledged is { } by) return FormattableString.Invariant($"acknowledged already, by {by.By} at {by.At:yyyy-MM-dd HH:mm} UTC");
        foreach (var (episode, _) in open)
        {
            turn.Add(new RolloutEvent.AlertAcknowledged(episode, acknowledge.By.Id, acknowledge.Note));
            Complete(turn, episode, acknowledge.By.Id, acknowledge.Note);
        }

        return null;
    }

    private static string? Permission(Turn turn, Actor actor) =>
        turn.Plan.Acknowledge is not { } rule ? Permissions.Refusal(turn.Plan, "acknowledge", actor)
        : Answering.MayWithBackup(turn.Plan, turn.State, rule.By, actor) ? null
        : $"only {rule.By} may acknowledge alerts";

    private static void Complete(Turn turn, string episode, string by, string note)
    {
        foreach (var task in turn.State.Tasks.Values.Where(task => task.Done is null && task.Alert == episode).ToArray())
            turn.Add(new RolloutEvent.TaskCompleted(task.Id, by, note));
    }
}
