using System.Globalization;

namespace Rollouts.Engine;

/// <summary>A way back or another procedure: its ordered actions, ticked off as they are done.</summary>
internal static class WayBackMessage
{
    public static Message Of(Scene scene, Effect.Post post, RunRecord run)
    {
        var back = run.Back;
        var ended = back?.Ended is not null;
        var headline = back is null ? $"Procedure {run.Procedure}" : ended ? $"Rolled back to {back.Target}" : $"Rolling back to {back.Target}";
        var facts = new List<Fact> { scene.Launch, new("Cause", Sentence.Of(back is null ? run.Cause : Scene.Cause(back.Cause, back.By))) };
        if (back is not null)
        {
            facts.Add(new("By", Scene.Person(back.By)));
            facts.Add(new("Since", Sentence.Of(new Inline.When(back.Begun))));
        }

        // Where the launch stands afterwards, later messages tell.
        if (back is not null && !ended) facts.Add(new("Exposed", Sentence.Of(scene.State.Permitted.Audience.ToString())));
        var lines = new List<MarkedLine>();
        if (back is not null) lines.Add(new(back.Fenced is null ? Tick.Running : Tick.Done, back.Fenced is { } fenced ? Sentence.Of("fenced: nothing older can rise any more ", new Inline.When(fenced)) : Sentence.Of("being fenced: every flag is stamped")));
        if (run.Procedure.Length > 0)
        {
            var actions = scene.Told.ProcedureNamed(run.Procedure).Actions;
            for (var i = 0; i < actions.Length; i++) lines.Add(Line(i, actions[i], run.Actions.GetValueOrDefault(i)));
        }

        return new(
            Composer.SubjectOf(post), headline, Sentence.Of($"{scene.Plan.Title}: {Composer.Said(scene, post)}"),
            [new MessagePart.Facts([.. facts]), new MessagePart.Lines("In this order", [.. lines]), new MessagePart.Fine(scene.Why)], scene.Why);
    }

    private static MarkedLine Line(int index, ProcedureAction action, ActionRecord? known)
    {
        var words = Sentence.Of($"{(index + 1).ToString(CultureInfo.InvariantCulture)}. {Brief(action)}");
        return known?.Status switch
        {
            ActionStatus.Started => new(Tick.Running, words),
            ActionStatus.Done => new(Tick.Done, words),
            ActionStatus.Failed => new(Tick.Failed, words.And($": {known.Error}")),
            _ => new(Tick.Waiting, words),
        };
    }

    /// <summary>Without the text that it posts: that stands where it is posted.</summary>
    public static string Brief(ProcedureAction action) => action switch
    {
        ProcedureAction.Notify notify => $"notify {notify.Channel}",
        ProcedureAction.OpenIncident incident => $"open incident {incident.Severity}",
        _ => action.ToString(),
    };
}
