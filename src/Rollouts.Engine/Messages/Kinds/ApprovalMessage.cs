using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Asks for a decision, with all that is needed to take it; afterwards it says who decided what and when.</summary>
internal static class ApprovalMessage
{
    public static Message Of(Scene scene, Effect.Post post, RequestRecord request)
    {
        var changes = Upcoming.Of(scene, request.Gate);
        var parts = new List<MessagePart>
        {
            // What a decided request would change has changed by now, or will not.
            new MessagePart.Facts(request.Ended is null ? [scene.Launch, .. Upcoming.PlaceOf(scene, request.Gate) is null ? [scene.Where] : Array.Empty<Fact>(), new("Changes", changes), .. Until(request)] : [scene.Launch]),
        };
        if (request.Ended is null) parts.Add(new MessagePart.Lines("Who must agree", [.. request.Roles.Select(role => Vote(scene, request, role))]));
        else if (request.Ended.How != "approved") parts.Add(new MessagePart.Lines("Were asked", [.. request.Roles.Select(role => Vote(scene, request, role))]));
        if (scene.Told != scene.Plan) parts.AddRange(scene.CriteriaThen(request.Gate, request.Rested));
        else if (Explaining.Gates(scene.Plan, scene.State).FirstOrDefault(gate => gate.Key == request.Gate) is { } gate) parts.AddRange(scene.Criteria(gate));
        if (request.Ended is { } ended) parts.Insert(0, new MessagePart.Paragraph(Decided(scene, request, ended)));
        else parts.Add(new MessagePart.Choices(Choices(scene, request)));
        parts.Add(new MessagePart.Fine(scene.Why));
        return new(Composer.SubjectOf(post), Headline(scene, request), request.Ended is null ? Sentence.Of($"{scene.Plan.Title}: {Headline(scene, request)} ").And(changes) : Sentence.Of($"{scene.Plan.Title}: {Headline(scene, request)}"), [.. parts], scene.Why);
    }

    private static string Headline(Scene scene, RequestRecord request) => request.Ended?.How switch
    {
        null => $"Approve {Asks(scene, request)}?",
        "void" => $"No longer asked: {scene.GateTitle(request.Gate)}",
        "approved" => $"Approved: {scene.GateTitle(request.Gate)}",
        "rejected" => $"Rejected: {scene.GateTitle(request.Gate)}",
        var how => throw new InvalidOperationException($"no request ends {how}"),
    };

    /// <summary>What is over and what begins: a yes to the one is a yes to the other.</summary>
    private static string Asks(Scene scene, RequestRecord request) =>
        Upcoming.PlaceOf(scene, request.Gate) is { } place ? $"{scene.GateTitle(request.Gate)} → {place}" : scene.GateTitle(request.Gate);

    private static Sentence Decided(Scene scene, RequestRecord request, Ending ended) => ended.How switch
    {
        "approved" => Sentence.Of("By ").And(Sentence.List(request.Given.Select(yes => By(yes).And($" as {yes.Role}", yes.Note.Length > 0 ? $": {yes.Note}" : "")))).And(", decided ", new Inline.When(ended.At)),
        "rejected" => Sentence.Of("By ").And(Scene.Person(ended.By)).And(" ", new Inline.When(ended.At), $": {ended.Why}"),
        _ => Sentence.Of(new Inline.When(ended.At), $": {ended.Why}"),
    };

    private static IEnumerable<Fact> Until(RequestRecord request)
    {
        if (request is { Deadline: { } deadline, Ended: null })
            yield return new("Answer by", Sentence.Of(new Inline.When(deadline), request.Escalated ? ", which has passed: backups may answer now" : ""));
        foreach (var longer in request.Longer)
            yield return new("More time", Scene.Person(longer.By).And(" ", new Inline.When(longer.At), $": {longer.Why}"));
    }

    private static MarkedLine Vote(Scene scene, RequestRecord request, string role)
    {
        if (request.Given.FirstOrDefault(yes => yes.Role == role) is { } yes)
            return new(Tick.Done, Sentence.Of($"{role}: ").And(By(yes)).And(" ", new Inline.When(yes.At), yes.Note.Length > 0 ? $": {yes.Note}" : ""));
        var then = scene with { Plan = scene.Told };
        var backup = request.Escalated && then.Plan.Roles.GetValueOrDefault(role)?.Backup is { } standIn ? Sentence.Of(" or ").And(then.Role(standIn)) : Sentence.Of();
        return new(Tick.Waiting, then.Role(role).And(backup));
    }

    private static Sentence By(Yes yes) => yes.For is { } away ? Scene.Person(yes.By).And(" for ").And(Scene.Person(away)) : Scene.Person(yes.By);

    /// <summary>More time is offered while the plan gives it.</summary>
    private static bool MayTakeLonger(Scene scene, RequestRecord request) => request is { Deadline: not null, Escalated: false }
        && Explaining.Gates(scene.Plan, scene.State).FirstOrDefault(gate => gate.Key == request.Gate) is { } view
        && scene.Plan.AllGates().FirstOrDefault(gate => gate.Name == view.Name)?.Approve?.MoreTime is { } allowed && request.Longer.Length < allowed.Times;

    private static ImmutableArray<Choice> Choices(Scene scene, RequestRecord request) =>
    [
        new(new(DecisionKind.Approve, scene.Rollout, request.Request), "Approve", Tone.Good, $"rollout approve {scene.Rollout} --request \"{request.Request}\""),
        new(new(DecisionKind.Reject, scene.Rollout, request.Request), "Reject…", Tone.Grave, $"rollout reject {scene.Rollout} --request \"{request.Request}\" --reason TEXT"),
        .. MayTakeLonger(scene, request) ? [new Choice(new(DecisionKind.MoreTime, scene.Rollout, request.Request), "More time…", Tone.Plain, $"rollout more-time {scene.Rollout} --request \"{request.Request}\" --reason TEXT")] : Array.Empty<Choice>(),
        new(new(DecisionKind.Why, scene.Rollout, ""), "Why", Tone.Plain, $"rollout why {scene.Rollout}"),
    ];
}
