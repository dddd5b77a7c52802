namespace Rollouts;

/// <summary>Outcomes of effects, as the engine reports them. Reported twice they change nothing.</summary>
internal static class Effects
{
    public static string? Succeeded(Turn turn, Input.EffectSucceeded done)
    {
        if (turn.State.Pending.ContainsKey(done.Effect)) turn.Add(new RolloutEvent.EffectDone(done.Effect, done.Receipt));
        return null;
    }

    /// <summary>
    /// True when nothing follows from the answer: it was given before, or is about a post or call that no procedure and no setting waits for, while another keeps the launch
    /// from being quiet. What time alone makes due comes with the next wake.
    /// </summary>
    /// <param name="before">The state before the answer.</param>
    public static bool IsAside(Turn turn, RolloutState before, string effect) =>
        !before.Pending.TryGetValue(effect, out var pending)
        || (pending.Effect is not Effect.Write
            && turn.State.Pending.Values.Any(other => Closing.IsAwaited(turn, other))
            && !turn.State.Runs.Values.Any(run => run.Actions.Any(action => action.Status == ActionStatus.Started && action.Effects.Contains(effect)))
            && !turn.State.Applied.Values.Any(applied => applied.Call == effect));

    /// <summary>A write is never given up; anything else only when trying again cannot help.</summary>
    public static string? Failed(Turn turn, Input.EffectFailed failed)
    {
        if (!failed.Permanent || !turn.State.Pending.TryGetValue(failed.Effect, out var pending) || pending.Effect is Effect.Write) return null;
        turn.Add(new RolloutEvent.EffectGivenUp(failed.Effect, failed.Error));
        if (turn.State.Applied.FirstOrDefault(applied => applied.Value.Call == failed.Effect) is { Key: { } setting })
            Pausing.Hold(turn, HoldKind.Failed, $"{setting} could not be applied: {failed.Error}", null);
        foreach (var run in turn.State.Runs.Values.ToArray())
        {
            for (var i = 0; i < run.Actions.Length; i++)
                if (run.Actions[i].Status == ActionStatus.Started && run.Actions[i].Effects.Contains(failed.Effect))
                    turn.Add(new RolloutEvent.ActionEnded(run.Run, i, failed.Error));
        }

        return null;
    }

    /// <summary>A key was changed by someone else: its raise is not carried out, and the launch is held until a person resumes. Lowering goes on.</summary>
    public static string? Drifted(Turn turn, Input.Drifted drifted)
    {
        if (!turn.State.Planned.TryGetValue(drifted.Key, out var planned)) return null;
        turn.Add(new RolloutEvent.Drifted(drifted.Key, drifted.Found));
        if (planned.Rise && turn.State.Pending.ContainsKey(planned.Id)) turn.Add(new RolloutEvent.EffectGivenUp(planned.Id, "changed by someone else: " + drifted.Found));
        if (!turn.State.Holds.Values.Any(hold => hold.Kind == HoldKind.Drifted && hold.Cause.StartsWith(drifted.Key + " ", StringComparison.Ordinal)))
            Pausing.Hold(turn, HoldKind.Drifted, $"{drifted.Key} was changed by someone else: {drifted.Found}", null);
        return null;
    }

    /// <summary>After a resume the drifted key is written over, with the document the plan wants.</summary>
    public static void TakeOver(Turn turn, Hold drifted)
    {
        if (!turn.State.Governing) return;
        foreach (var key in Exposing.Written(turn).Where(key => drifted.Cause.StartsWith(key + " ", StringComparison.Ordinal)).ToArray())
            Exposing.Write(turn, key, Desired.Document(turn.Plan, turn.State, key), rise: true, stamp: true);
    }
}
