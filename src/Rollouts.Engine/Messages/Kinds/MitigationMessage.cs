using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Asks whether a miss can be carried, and with what: one choice for each criterion that is missed and not critical.</summary>
internal static class MitigationMessage
{
    public static Message Of(Scene scene, Effect.Post post)
    {
        var gate = Explaining.Gates(scene.Plan, scene.State).FirstOrDefault(gate => gate.Key == post.About);
        var known = scene.State.Gates.GetValueOrDefault(post.About);
        var role = scene.Plan.AllGates().FirstOrDefault(each => each.Name == gate?.Name)?.MitigationBy;
        var choices = gate is null || role is null ? [] : Choices(scene, gate);
        var headline = choices.IsEmpty ? $"No mitigation wanted any more: {scene.GateTitle(post.About)}" : $"Mitigation wanted: {scene.GateTitle(post.About)}";
        var parts = new List<MessagePart> { new MessagePart.Facts([scene.Launch, scene.Where, .. Asked(scene, role), .. choices.IsEmpty ? [] : Means(scene, gate!)]) };
        if (gate is not null) parts.AddRange(scene.Criteria(gate));
        if (known is { Mitigations.IsEmpty: false })
            parts.Add(new MessagePart.Lines("Accepted", [.. known.Mitigations.Select(each => new MarkedLine(Tick.Done, Sentence.Of($"{each.Key}: {each.Value.Reason} (").And(Scene.Person(each.Value.By)).And(" ", new Inline.When(each.Value.At), ")")))]));
        if (!choices.IsEmpty) parts.Add(new MessagePart.Choices(choices));
        parts.Add(new MessagePart.Fine(scene.Why));
        return new(Composer.SubjectOf(post), headline, Sentence.Of(Composer.Said(scene, post)), [.. parts], scene.Why);
    }

    /// <summary>A choice for each miss that nobody has accepted yet.</summary>
    public static ImmutableArray<Choice> Choices(Scene scene, GateView gate) =>
    [
        .. gate.Standing.Lines
            .Where(line => line is { Verdict: Verdict.Missed, Critical: false } && scene.State.Gates.GetValueOrDefault(gate.Key)?.Mitigations.ContainsKey(line.Key) != true)
            .Select(line => new Choice(
                new(DecisionKind.Mitigate, scene.Rollout, $"{gate.Key}\n{line.Key}"), $"Accept the miss: {line.Key}…", Tone.Plain,
                $"rollout mitigate {scene.Rollout} \"{line.Key}\" --gate \"{gate.Key}\" --reason TEXT")),
    ];

    /// <summary>What a yes leads to, and that no answer leads to nothing.</summary>
    private static IEnumerable<Fact> Means(Scene scene, GateView gate)
    {
        var next = scene.Plan.AllGates().First(each => each.Name == gate.Name).Approve is null ? "the gate may pass on condition: " : "the gate may pass on condition, and its approval is asked for: ";
        return [new("If accepted", Sentence.Of(next).And(Upcoming.Of(scene, gate.Key))), new("If not", Sentence.Of("the launch waits here"))];
    }

    private static IEnumerable<Fact> Asked(Scene scene, string? role)
    {
        if (role is not null) yield return new("Asked", scene.Role(role));
    }
}
