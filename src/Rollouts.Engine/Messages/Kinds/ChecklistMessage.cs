namespace Rollouts.Engine;

/// <summary>The items a gate asks for, ticked off as people mark them.</summary>
internal static class ChecklistMessage
{
    public static Message Of(Scene scene, Effect.Post post)
    {
        var gate = Explaining.Gates(scene.Plan, scene.State).FirstOrDefault(gate => gate.Key == post.About);
        var name = gate?.Name ?? (post.About.LastIndexOf('#') is > 0 and var at ? post.About[..at] : post.About);
        var criteria = (scene.Told.AllGates().FirstOrDefault(each => each.Name == name)?.Criteria ?? []).Where(criterion => criterion.Criterion is Criterion.OfItem).ToArray();
        var open = gate is null ? [] : criteria.Where(criterion => !Met(gate, criterion)).Select(criterion => ((Criterion.OfItem)criterion.Criterion).Item).ToArray();
        var parts = new List<MessagePart> { new MessagePart.Facts([scene.Launch]) };
        parts.AddRange(MessagePart.Lines.Grouped("Items", criteria.Select(criterion => (criterion.Group, Line(scene, gate, criterion, open)))));
        if (open.Length > 0)
            parts.Add(new MessagePart.Choices([.. open.Select((item, i) => new Choice(
                new(DecisionKind.Mark, scene.Rollout, item.Id), $"{Number(open, i)}{item.Text}…", Tone.Plain, $"rollout mark {scene.Rollout} \"{item.Id}\"{(item.NeedsEvidence ? " --evidence LINK" : "")}"))]));
        parts.Add(new MessagePart.Fine(scene.Why));
        var headline = gate is null || open.Length == 0 ? $"Checklist of {scene.GateTitle(post.About)}: done" : $"Checklist of {scene.GateTitle(post.About)}";
        return new(Composer.SubjectOf(post), headline, Sentence.Of($"{scene.Plan.Title}: {Composer.Said(scene, post)}"), [.. parts], scene.Why);
    }

    private static MarkedLine Line(Scene scene, GateView? gate, GateCriterion criterion, ChecklistItem[] open)
    {
        var item = ((Criterion.OfItem)criterion.Criterion).Item;
        var owner = item.Owner is { } role ? Sentence.Of(" · ").And(scene.Role(role)) : Sentence.Of();
        var done = scene.State.Items.TryGetValue(item.Id, out var mark) && mark.Done;
        if ((gate is null || Met(gate, criterion)) && done)
            return new(Tick.Done, Sentence.Of(item.Text, " · ").And(Scene.Person(mark!.By)).And(" ", new Inline.When(mark.At), mark.Evidence is { } evidence ? $" · {evidence.Reference}" : ""));
        return new(Tick.Waiting, Sentence.Of(Number(open, Array.IndexOf(open, item)) + item.Text, item.NeedsEvidence ? ", with evidence" : "").And(owner));
    }

    /// <summary>A phone cuts long buttons off: the number says which line one belongs to.</summary>
    private static string Number(ChecklistItem[] open, int at) => open.Length > 1 && at >= 0 ? FormattableString.Invariant($"{at + 1}. ") : "";

    private static bool Met(GateView gate, GateCriterion criterion) => gate.Standing.Lines.Any(line => line.Key == criterion.Key && line.Verdict == Verdict.Met);
}
