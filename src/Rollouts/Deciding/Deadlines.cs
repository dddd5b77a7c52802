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
        if (turn.Plan.Roles.TryGetValue(task.Owner, out var owner) && !owner.Has(complete.By)
            && !(owner.Backup is { } backup && turn.Plan.Roles[backup].Has(complete.By)))
            return $"only {task.Owner} may complete this task";
        turn.Add(new RolloutEvent.TaskCompleted(complete.Task, complete.By.Id, complete.Note));
        return null;
    }
}
