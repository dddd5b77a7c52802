namespace Rollouts.Engine;

/// <summary>An alert that somebody is to look at: since when it fires, who looks, and by when somebody must.</summary>
internal static class AlertMessage
{
    public static Message Of(Scene scene, Effect.Post post, AlertState alert)
    {
        var facts = new List<Fact> { scene.Launch, new("Alert", Sentence.Of(new Inline.Strong(alert.Rule), $" of {alert.Source}{(alert.Severity.Length > 0 ? $", {alert.Severity}" : "")}{(alert.Member.Length > 0 ? $", {alert.Member}" : "")}")) };
        facts.Add(alert.Firing ? new("Fires since", Sentence.Of(new Inline.When(alert.Began))) : new("Clear since", Sentence.Of(new Inline.When(alert.Since))));
        if (alert.Acknowledged is { } by) facts.Add(new("Looks at it", Scene.Person(by.By).And(" ", new Inline.When(by.At), by.Note.Length > 0 ? $": {by.Note}" : "")));
        if (scene.State.Silences.TryGetValue(alert.Rule, out var silence) && silence.Until > scene.Now) facts.Add(new("Silenced until", Sentence.Of(new Inline.When(silence.Until), $" by {silence.By}: {silence.Control}")));
        var parts = new List<MessagePart> { new MessagePart.Facts([.. facts]) };
        if (TaskOf(scene, post.About) is { } task && alert is { Firing: true, Acknowledged: null })
        {
            parts.Add(new MessagePart.Lines("", [TaskMessage.Line(scene, task)]));
            parts.Add(new MessagePart.Choices(
            [
                new(new(DecisionKind.Acknowledge, scene.Rollout, post.About), "Acknowledge", Tone.Good, $"rollout acknowledge {scene.Rollout} \"{alert.Rule}\""),
                new(new(DecisionKind.Pause, scene.Rollout, ""), "Pause…", Tone.Plain, $"rollout pause {scene.Rollout} --reason TEXT"),
                new(new(DecisionKind.RollBack, scene.Rollout, ""), "Roll back…", Tone.Grave, $"rollout rollback {scene.Rollout} --reason TEXT"),
            ]));
        }

        parts.Add(new MessagePart.Fine(scene.Why));
        return new(Composer.SubjectOf(post), $"Alert {alert.Rule}: {How(alert)}", Sentence.Of($"{scene.Plan.Title}: {Composer.Said(scene, post)}"), [.. parts], scene.Why);
    }

    /// <summary>What asks for the acknowledgement, while it is open.</summary>
    public static LaunchTask? TaskOf(Scene scene, string episode) => scene.State.Tasks.Values.FirstOrDefault(task => task.Alert == episode && task.Done is null);

    private static string How(AlertState alert) => !alert.Firing ? "clear" : alert.Acknowledged is null ? "who looks?" : "somebody looks";
}
