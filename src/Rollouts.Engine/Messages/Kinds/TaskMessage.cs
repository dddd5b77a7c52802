namespace Rollouts.Engine;

/// <summary>Something a named role must do by a time.</summary>
internal static class TaskMessage
{
    public static Message Of(Scene scene, Effect.Post post, LaunchTask task)
    {
        var parts = new List<MessagePart>
        {
            new MessagePart.Lines("", [Line(scene, task)]),
            new MessagePart.Facts([scene.Launch, new("Because of", Sentence.Of(task.Cause))]),
        };
        if (task.Done is null)
            parts.Add(new MessagePart.Choices([new(new(DecisionKind.CompleteTask, scene.Rollout, task.Id), "Done…", Tone.Good, $"rollout done {scene.Rollout} {task.Id}")]));
        parts.Add(new MessagePart.Fine(Sentence.Of($"{task.Id}; ").And(scene.Why)));
        var headline = task.Done is not null ? "Task done" : task.Overdue ? "Task overdue" : task.Reminded ? "Task, half its time has passed" : "Task";
        return new(Composer.SubjectOf(post), headline, Sentence.Of($"{scene.Plan.Title}: {Composer.Said(scene, post)}"), [.. parts], scene.Why);
    }

    public static MarkedLine Line(Scene scene, LaunchTask task)
    {
        var words = Sentence.Of(new Inline.Strong(task.Do), " · ").And(scene.Role(task.Owner));
        if (task.Done is { } done) return new(Tick.Done, words.And(" · done by ").And(Scene.Person(done.By)).And(" ", new Inline.When(done.At), done.Note.Length > 0 ? $": {done.Note}" : ""));
        if (task.Overdue && scene.Plan.Roles.GetValueOrDefault(task.Owner)?.Backup is { } backup) words = words.And(" or ").And(scene.Role(backup));
        return new(task.Overdue ? Tick.Missed : Tick.Waiting, task.Due is { } due ? words.And(" · by ", new Inline.When(due)) : words);
    }
}
