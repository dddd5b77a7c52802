using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Where the launch stands: its start and end, a phase's start and end, a step, a member let in.</summary>
internal static class PhaseMessage
{
    public static Message Of(Scene scene, Effect.Post post)
    {
        var said = Composer.Said(scene, post);
        // What the step's line says stands in the facts, too.
        List<MessagePart> parts = post.Topic == "step" ? [] : [new MessagePart.Paragraph(scene.Words(said))];
        parts.Add(new MessagePart.Facts([scene.Launch, new("Exposed", Sentence.Of(scene.State.Governing ? scene.State.Permitted.Audience.ToString() : "nobody yet")), .. Lasts(scene, post)]));
        var waits = post.Topic is "step" or "end" ? [] : Explaining.Waits(scene.Plan, scene.State, scene.Now);
        if (!waits.IsEmpty) parts.Add(new MessagePart.Lines("Waits for", [.. waits.Select(wait => Line(scene, wait))]));
        if (post.Topic is "phase" or "step" or "member" && !scene.State.IsFinished) parts.Add(new MessagePart.Choices(Choices(scene)));
        parts.Add(new MessagePart.Fine(scene.Why));
        return new(Composer.SubjectOf(post), Headline(scene, post), Sentence.Of($"{scene.Plan.Title}: {said}"), [.. parts], scene.Why);
    }

    /// <summary>Whoever sees something wrong can stop it from any news of the launch.</summary>
    public static ImmutableArray<Choice> Choices(Scene scene) =>
    [
        new(new(DecisionKind.Pause, scene.Rollout, ""), "Pause…", Tone.Plain, $"rollout pause {scene.Rollout} --reason TEXT"),
        new(new(DecisionKind.RollBack, scene.Rollout, ""), "Roll back…", Tone.Grave, $"rollout rollback {scene.Rollout} --reason TEXT"),
    ];

    public static MarkedLine Line(Scene scene, Wait wait)
    {
        var words = Sentence.Of(wait.Brief());
        if (wait.Who is { Length: > 0 } who) words = words.And(", from ").And(Sentence.List(who.Split(", ").Select(scene.Role)));
        return new(Tick.Waiting, wait.Until is { } until ? words.And(", until ", new Inline.When(until)) : words);
    }

    private static string Headline(Scene scene, Effect.Post post) => post.Topic switch
    {
        "start" => $"Launch: {scene.Plan.Title}",
        "end" => $"Over: {scene.Plan.Title}",
        "phase" when IsWatched(scene, post) => $"Watched: {scene.Plan.Title}",
        "phase" => Scene.PhaseTitle(scene.Told, PhaseOf(scene, post)),
        "step" => Exposed(scene, post),
        _ => $"Let in: {post.About}",
    };

    private static ImmutableArray<RolloutEvent> Among(Scene scene, Effect.Post post) => scene.Record.Posts.GetValueOrDefault(post.Id)?.Among ?? [];

    private static bool IsWatched(Scene scene, Effect.Post post) => Among(scene, post).Any(happened => happened is RolloutEvent.WatchBegun);

    /// <summary>The phase that the post is about: a launch may be further on when it is told.</summary>
    private static int PhaseOf(Scene scene, Effect.Post post) => Among(scene, post).Select(happened => happened switch
    {
        RolloutEvent.PhaseEntered e when post.Topic == "phase" => e.Phase,
        RolloutEvent.PhaseOverdue e when post.Topic == "phase" => e.Phase,
        RolloutEvent.StepStarted e when post.Topic == "step" => e.Phase,
        _ => (int?)null,
    }).FirstOrDefault(phase => phase is not null) ?? scene.State.Main.Phase;

    /// <summary>The step that began to be exposed, and for how many.</summary>
    private static string Exposed(Scene scene, Effect.Post post)
    {
        var now = Position.Exposed(scene.Plan, scene.State.Main);
        var position = Among(scene, post).OfType<RolloutEvent.StepStarted>().Select(started => new Position(started.Phase, started.Step)).FirstOrDefault(now);
        var audience = position == now && scene.Told == scene.Plan ? scene.State.Permitted.Audience : scene.Told.Phases[position.Phase].Steps[position.Step].Exposure.Audience;
        return $"{position.Name(scene.Told)}: {Short(audience)}";
    }

    private static string Short(AudienceExposure audience) => audience.Percent.Value == 0 && !audience.Allowed.IsEmpty ? "let in by name only" : audience.Percent.ToString();

    private static IEnumerable<Fact> Lasts(Scene scene, Effect.Post post)
    {
        if (post.Topic is not ("phase" or "step") || IsWatched(scene, post)) yield break;
        var phase = scene.Told.Phases[PhaseOf(scene, post)];
        if (phase.Shortest > TimeSpan.Zero) yield return new("Lasts", Sentence.Of($"{Span.Text(phase.Shortest)} at least{(phase.Longest is { } longest ? $", {Span.Text(longest)} at most" : "")}"));
    }
}
