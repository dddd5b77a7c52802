namespace Rollouts.Engine;

/// <summary>Where a launch stands, and what it waits for, from whom and until when.</summary>
public static class StatusMessage
{
    public static Message Of(Scene scene)
    {
        var waits = Explaining.Waits(scene.Plan, scene.State, scene.Now);
        var parts = new List<MessagePart> { new MessagePart.Facts([scene.Launch, scene.Where, new("Stage", Sentence.Of(scene.State.Stage.ToString())), new("Exposed", Sentence.Of(scene.State.Governing ? scene.State.Permitted.Audience.ToString() : "nobody"))]) };
        if (!waits.IsEmpty) parts.Add(new MessagePart.Lines("Waits for", [.. waits.Select(wait => PhaseMessage.Line(scene, wait))]));
        if (!scene.State.IsFinished) parts.Add(new MessagePart.Choices(PhaseMessage.Choices(scene)));
        parts.Add(new MessagePart.Fine(scene.Why));
        return new("", scene.Plan.Title, Sentence.Of(StatusLine.Of(scene.Plan, scene.State, scene.Now)), [.. parts], scene.Why);
    }
}

/// <summary>Every gate the launch stands before, criterion by criterion.</summary>
public static class WhyMessage
{
    public static Message Of(Scene scene)
    {
        var parts = new List<MessagePart> { new MessagePart.Facts([scene.Launch, scene.Where]) };
        foreach (var gate in Explaining.Gates(scene.Plan, scene.State))
        {
            var marks = scene.Criteria(gate.Key, gate.Standing.Lines);
            if (!marks.IsEmpty) parts.Add(new MessagePart.Lines($"{gate.Key}: {gate.Standing.Because}", marks));
        }

        if (parts.Count == 1) parts.Add(new MessagePart.Paragraph(Sentence.Of("It stands before no gate that has criteria.")));
        return new("", $"Why: {scene.Plan.Title}", Sentence.Of(StatusLine.Of(scene.Plan, scene.State, scene.Now)), [.. parts], scene.Why);
    }
}

/// <summary>The plan's decision matrix.</summary>
public static class TriageMessage
{
    public static Message Of(Scene scene)
    {
        var rows = scene.Plan.Triage.Select(TriageView.Of).Select(row => new MarkedLine(Tick.NotDue, Sentence.Of(new Inline.Code(row.Name), $" {row.Finding} ({row.Severity}): {row.Proposal}")));
        MessagePart part = scene.Plan.Triage.IsEmpty ? new MessagePart.Paragraph(Sentence.Of("This plan has no decision matrix.")) : new MessagePart.Lines("", [.. rows]);
        return new("", $"Triage: {scene.Plan.Title}", Sentence.Of("What did you find? ", new Inline.Code($"/rollout triage {scene.Rollout} FINDING")), [part], scene.Why);
    }
}

/// <summary>The tracking board: each review with its status and what it rested on.</summary>
public static class BoardMessage
{
    public static Message Of(Scene scene, IReadOnlyCollection<BoardRow> rows)
    {
        var lines = rows.Reverse().Select(row => new MarkedLine(
            row.Status switch { "Pass" or "Conditional" => Tick.Met, "Fail" => Tick.Missed, _ => Tick.Waiting },
            Sentence.Of(new Inline.When(row.At), " ", new Inline.Strong(row.Track), $": {row.Status}{(row.Notes.Length > 0 ? $" · {row.Notes}" : "")}")));
        MessagePart part = rows.Count == 0 ? new MessagePart.Paragraph(Sentence.Of("No review was held yet.")) : new MessagePart.Lines("Reviews, the last first", [.. lines]);
        return new("", $"Board: {scene.Plan.Title}", Sentence.Of($"{scene.Plan.Title}: {rows.Count} reviews"), [new MessagePart.Facts([scene.Launch, scene.Where]), part], scene.Why);
    }
}
