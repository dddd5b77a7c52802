namespace Rollouts.Engine;

/// <summary>What a gate or a review said, on which figures; a review is a row of the board, and asks for a mitigation if that is all it waits for.</summary>
internal static class GateMessage
{
    public static Message Of(Scene scene, Effect.Post post)
    {
        var told = scene.Record.Posts.GetValueOrDefault(post.Id)?.Among ?? [];
        var (headline, lines, mark) = told.Select(happened => Told(scene, post, happened)).FirstOrDefault(each => each.Headline.Length > 0, ($"Gate {scene.GateTitle(post.About)}", [], Tick.Waiting));
        var parts = new List<MessagePart> { new MessagePart.Facts([scene.Launch, .. Cause(told, post)]) };
        if (lines.Length > 0) parts.Add(new MessagePart.Lines("Criteria", scene.Criteria(post.About, lines)));
        if (mark == Tick.Waiting && scene.Told == scene.Plan && Asking(scene, post.About) is { } gate && MitigationMessage.Choices(scene, gate) is { IsEmpty: false } choices)
        {
            parts.Add(new MessagePart.Paragraph(Sentence.Of("It waits for a mitigation from ").And(scene.Role(Role(scene, gate)!)).And(".")));
            parts.Add(new MessagePart.Choices(choices));
        }

        parts.Add(new MessagePart.Fine(post.Topic == "review" ? Sentence.Of(new Inline.Code($"/rollout board {scene.Rollout}"), " shows all reviews; ").And(scene.Why) : scene.Why));
        return new(Composer.SubjectOf(post), headline, Sentence.Of($"{scene.Plan.Title}: {Composer.Said(scene, post)}"), [.. parts], scene.Why);
    }

    private static (string Headline, CriterionLine[] Lines, Tick Mark) Told(Scene scene, Effect.Post post, RolloutEvent happened) => (post.Topic, happened) switch
    {
        ("gate", RolloutEvent.GatePassed e) when e.Gate == post.About => ($"Passed{(e.Conditional ? " on condition" : "")}: {scene.GateTitle(e.Gate)}", [.. e.Lines], Tick.Met),
        ("gate", RolloutEvent.GateFailed e) when e.Gate == post.About => ($"Failed: {scene.GateTitle(e.Gate)}", [.. e.Lines], Tick.Missed),
        ("review", RolloutEvent.ReviewHeld e) when e.Gate == post.About => ($"Review of {scene.GateTitle(e.Gate)}: {Status(e.Status)}", [.. e.Lines], e.Status == nameof(GateStatus.Pending) ? Tick.Waiting : Tick.Met),
        _ => ("", [], Tick.Waiting),
    };

    private static IEnumerable<Fact> Cause(IEnumerable<RolloutEvent> told, Effect.Post post) =>
        told.OfType<RolloutEvent.GateFailed>().Where(failed => failed.Gate == post.About && post.Topic == "gate").Select(failed => new Fact("Cause", Sentence.Of(failed.Cause)));

    private static GateView? Asking(Scene scene, string gate) =>
        Explaining.Gates(scene.Plan, scene.State).FirstOrDefault(each => each.Key == gate && each.Standing.Status == GateStatus.Pending && Role(scene, each) is not null);

    private static string? Role(Scene scene, GateView gate) => scene.Plan.AllGates().FirstOrDefault(each => each.Name == gate.Name)?.MitigationBy;

    private static string Status(string status) => status switch
    {
        nameof(GateStatus.CriticalMissed) => "fail, something critical is missed",
        nameof(GateStatus.TooManyMissed) => "fail, too much is missed",
        _ => status.ToLowerInvariant(),
    };
}
