namespace Rollouts.Engine;

/// <summary>An incident with its clock and what it asks for.</summary>
internal static class IncidentMessage
{
    public static Message Of(Scene scene, Effect.Post post, Incident incident)
    {
        var lasted = (incident.Resolved ?? scene.Now) - incident.Opened;
        var facts = new List<Fact>
        {
            scene.Launch, new("What", Sentence.Of(incident.Title)),
            new("Commander", incident.Commander is { } commander ? scene.Role(commander) : Sentence.Of("nobody")),
            new("Opened", Sentence.Of(new Inline.When(incident.Opened))),
        };
        facts.Add(incident.Resolved is { } resolved ? new("Resolved", Sentence.Of(new Inline.When(resolved), $", after {Clock(lasted)}")) : new("Open for", Sentence.Of(Clock(lasted))));
        var parts = new List<MessagePart> { new MessagePart.Facts([.. facts]) };
        var tasks = scene.State.Tasks.Values.Where(task => task.Opened >= incident.Opened).Take(20).ToArray();
        if (tasks.Length > 0) parts.Add(new MessagePart.Lines("Tasks", [.. tasks.Select(task => TaskMessage.Line(scene, task))]));
        if (incident.Resolved is null)
            parts.Add(new MessagePart.Choices([new(new(DecisionKind.ResolveIncident, scene.Rollout, incident.Id), "Resolve…", Tone.Plain, $"rollout incident resolve {scene.Rollout} {incident.Id} --note TEXT")]));
        parts.Add(new MessagePart.Fine(scene.Why));
        return new(Composer.SubjectOf(post), $"{incident.Severity} incident{(incident.Resolved is null ? "" : ", resolved")}", Sentence.Of($"{scene.Plan.Title}: {incident.Severity}: {incident.Title}"), [.. parts], scene.Why);
    }

    /// <summary>To the minute: an incident's message is not composed anew for every second.</summary>
    private static string Clock(TimeSpan time) => time < TimeSpan.FromMinutes(1) ? "less than a minute" : Span.Text(TimeSpan.FromMinutes((long)time.TotalMinutes));
}
