namespace Rollouts;

/// <summary>Tasks: something a named role must do by a time.</summary>
internal static class Deadlines
{
    public static void Open(Turn turn, string what, string owner, DateTimeOffset? due, string cause) =>
        turn.Add(new RolloutEvent.TaskOpened(turn.NewId("task"), what, owner, due, cause));

    public static void Pass(Turn turn)
    {
        foreach (var task in turn.State.Tasks.Values.Where(task => task is { Done: null, Reminded: false, Overdue: false } && task.HalfTime <= turn.Now && turn.Now < task.Due).ToArray())
            turn.Add(new RolloutEvent.TaskReminded(task.Id));
        foreach (var task in turn.State.Tasks.Values.Where(task => task is { Done: null, Overdue: false } && task.Due <= turn.Now).ToArray())
            turn.Add(new RolloutEvent.TaskOverdue(task.Id));
    }

    public static string? Complete(Turn turn, Input.CompleteTask complete)
    {
        if (!turn.State.Tasks.TryGetValue(complete.Task, out var task)) return $"the launch has no task '{complete.Task}'";
        if (task.Done is { } done) return FormattableString.Invariant($"done already, by {done.By} at {done.At:yyyy-MM-dd HH:mm} UTC");
        if (turn.Plan.Roles.ContainsKey(task.Owner) && !Answering.MayWithBackup(turn.Plan, turn.State, task.Owner, complete.By))
            return $"only {task.Owner} may complete this task";
        if (task.Alert is { } episode && turn.State.Alerts[episode] is { Firing: true, Acknowledged: null }) turn.Add(new RolloutEvent.AlertAcknowledged(episode, complete.By.Id, complete.Note));
        turn.Add(new RolloutEvent.TaskCompleted(complete.Task, complete.By.Id, complete.Note));
        return null;
    }
}
