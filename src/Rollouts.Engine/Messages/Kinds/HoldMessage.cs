using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>The launch is held: why, since when, what it takes to go on; afterwards who let it go on.</summary>
internal static class HoldMessage
{
    public static Message Of(Scene scene, Effect.Post post, HoldRecord hold)
    {
        var parts = new List<MessagePart>();
        if (hold.Lifted is { } lifted) parts.Add(new MessagePart.Paragraph(Sentence.Of(new Inline.Strong("Goes on"), ", resumed by ").And(Scene.Person(lifted.By)).And(" ", new Inline.When(lifted.At))));
        Fact[] facts = [scene.Launch, new("Cause", Sentence.Of(Scene.Cause(hold.Cause, hold.By))), new("By", Scene.Person(hold.By)), new("Since", Sentence.Of(new Inline.When(hold.Since)))];
        // Where the launch stands once it goes on, later messages tell.
        parts.Add(new MessagePart.Facts(hold.Lifted is null ? [.. facts, scene.Where, new("Exposed", Sentence.Of(scene.State.Permitted.Audience.ToString()))] : [.. facts]));
        if (hold.Lifted is null)
        {
            var waits = Explaining.Waits(scene.Plan, scene.State, scene.Now).Select(wait => wait.What == $"{hold.Kind}: {hold.Cause}" ? wait with { What = "going on" } : wait).ToImmutableArray();
            if (!waits.IsEmpty) parts.Add(new MessagePart.Lines("Waits for", [.. waits.Select(wait => PhaseMessage.Line(scene, wait))]));
            parts.Add(new MessagePart.Choices(
            [
                new(new(DecisionKind.Resume, scene.Rollout, post.About), "Resume…", Tone.Plain, $"rollout resume {scene.Rollout} --reason TEXT"),
                new(new(DecisionKind.RollBack, scene.Rollout, ""), "Roll back…", Tone.Grave, $"rollout rollback {scene.Rollout} --reason TEXT"),
            ]));
        }

        parts.Add(new MessagePart.Fine(scene.Why));
        return new(Composer.SubjectOf(post), hold.Lifted is null ? $"{hold.Kind}: {scene.Plan.Title}" : $"Goes on: {scene.Plan.Title}", Sentence.Of($"{scene.Plan.Title}: {Composer.Said(scene, post)}"), [.. parts], scene.Why);
    }
}
