namespace Rollouts.Engine;

/// <summary>Composes what a post tells from plan, state and journal, at the time it is delivered: told twice it tells the same thing, or what has become of it.</summary>
public static class Composer
{
    /// <summary>Posts of these topics are one message each, however much is about the same gate.</summary>
    private static readonly HashSet<string> Alone = new(["start", "phase", "step", "gate", "review", "notice", "end", "triage"], StringComparer.Ordinal);

    /// <summary>Posts of one subject are one message that updates, with what is new beneath it.</summary>
    public static string SubjectOf(Effect.Post post) => Alone.Contains(post.Topic) || post.About.Length == 0 ? post.Id : $"{post.Topic}:{post.About}";

    public static Message Compose(Scene scene, Effect.Post post) => Tell(scene.Telling(post), post);

    private static Message Tell(Scene scene, Effect.Post post) => post.Topic switch
    {
        "approval" when scene.Record.Requests.TryGetValue(post.About, out var request) => ApprovalMessage.Of(scene, post, request),
        "mitigation" => MitigationMessage.Of(scene, post),
        "checklist" => ChecklistMessage.Of(scene, post),
        "gate" or "review" => GateMessage.Of(scene, post),
        "start" or "phase" or "step" or "member" or "end" => PhaseMessage.Of(scene, post),
        "hold" when scene.Record.Holds.TryGetValue(post.About, out var hold) => HoldMessage.Of(scene, post, hold),
        "way-back" when scene.Record.Runs.TryGetValue(post.About, out var run) => WayBackMessage.Of(scene, post, run),
        "incident" when scene.State.Incidents.TryGetValue(post.About, out var incident) => IncidentMessage.Of(scene, post, incident),
        "alert" when scene.State.Alerts.TryGetValue(post.About, out var alert) => AlertMessage.Of(scene, post, alert),
        "task" when scene.State.Tasks.TryGetValue(post.About, out var task) => TaskMessage.Of(scene, post, task),
        _ => Plain(scene, post),
    };

    /// <summary>What is new about a subject that has its message already.</summary>
    public static Message Reply(Scene scene, Effect.Post post)
    {
        var text = scene.Words(Said(scene, post));
        return new(SubjectOf(post), Headline(post.Topic), text, [new MessagePart.Paragraph(text.And(Called(scene, post)))], scene.Why);
    }

    /// <summary>Tells one person, and nobody else, why what they asked for does not count.</summary>
    public static Message Refusal(Scene? scene, string asked, string reason)
    {
        var words = Sentence.Of(new Inline.Strong($"{asked} does not count"), $": {reason}");
        var parts = new List<MessagePart> { new MessagePart.Paragraph(Sentence.Of(new Inline.Strong(asked), $": {reason}")) };
        if (scene is not null) parts.Add(new MessagePart.Fine(scene.Why));
        return new("", "This does not count", words, [.. parts], scene?.Why ?? Sentence.Of());
    }

    /// <summary>The post's own line, without the launch's name in front.</summary>
    internal static string Said(Scene scene, Effect.Post post)
    {
        var front = $"[{scene.Rollout}] ";
        return post.Text.StartsWith(front, StringComparison.Ordinal) ? post.Text[front.Length..] : post.Text;
    }

    private static Message Plain(Scene scene, Effect.Post post)
    {
        var said = post.Topic == "notice" ? Sentence.Of(Said(scene, post)) : scene.Words(Said(scene, post));
        return new(SubjectOf(post), post.Topic == "notice" ? scene.Plan.Title : $"{Headline(post.Topic)}: {scene.Plan.Title}", said, [new MessagePart.Paragraph(said), new MessagePart.Fine(Sentence.Of(scene.Rollout))], scene.Why);
    }

    /// <summary>Whoever has to do something now is called by name, so that they are notified.</summary>
    private static Sentence Called(Scene scene, Effect.Post post)
    {
        string[] roles = post.Topic switch
        {
            "approval" when scene.Record.Requests.TryGetValue(post.About, out var request) && request is { Ended: null, Escalated: true } =>
                [.. request.Roles.Where(role => request.Given.All(yes => yes.Role != role)).Select(role => scene.Plan.Roles[role].Backup).OfType<string>()],
            "alert" when AlertMessage.TaskOf(scene, post.About) is { } asked =>
                scene.Plan.Roles.GetValueOrDefault(asked.Owner)?.Backup is { } standIn && asked.Overdue ? [asked.Owner, standIn] : [asked.Owner],
            "task" when scene.State.Tasks.TryGetValue(post.About, out var task) && task.Done is null =>
                scene.Plan.Roles.GetValueOrDefault(task.Owner)?.Backup is { } backup && task.Overdue ? [task.Owner, backup] : [task.Owner],
            _ => [],
        };
        return roles.Length == 0 ? Sentence.Of() : Sentence.Of(" ").And(Sentence.List(roles.Distinct(StringComparer.Ordinal).Select(scene.Role)));
    }

    private static string Headline(string topic) => topic switch
    {
        "approval" => "Approval",
        "mitigation" => "Mitigation",
        "hold" => "Held",
        "way-back" => "Way back",
        "incident" => "Incident",
        "task" => "Task",
        "alert" => "Alert",
        "drill" => "Drill",
        "delegation" => "Away",
        "triage" => "Triage",
        "member" => "Member",
        "checklist" => "Checklist",
        _ => "News",
    };
}
