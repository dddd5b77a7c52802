namespace Rollouts;

/// <summary>Starts one action of a procedure, and says when it has ended.</summary>
internal static class Acting
{
    /// <summary>Flag actions are carried out by whoever accepted the way back, before everything else.</summary>
    public static bool IsFlagAction(ProcedureAction action) => action is ProcedureAction.TurnOff or ProcedureAction.RestoreExposure;

    /// <summary>Starts the action; returns the keys it wrote.</summary>
    public static IReadOnlyCollection<GovernedKey> Start(Turn turn, ProcedureRun run, int index)
    {
        var action = turn.Plan.ProcedureNamed(run.Procedure).Actions[index];
        var keys = new List<GovernedKey>();
        string[] effects = action switch
        {
            ProcedureAction.TurnOff off => TurnOff(turn, run, off, keys),
            ProcedureAction.RestoreExposure => Restore(turn, run, keys),
            ProcedureAction.SetSetting set => Set(turn, set, keys),
            ProcedureAction.Notify notify => Posting.Post(turn, notify.Channel, Filled(turn, run, notify.Channel), "notice", Filled(turn, run, notify.Text), run.Run),
            ProcedureAction.Capture capture => [turn.Effect(id => new Effect.Capture(id, capture.What))],
            ProcedureAction.CallWebhook call => [turn.Effect(id => new Effect.CallWebhook(id, call.Url, run.Cause))],
            _ => [],
        };
        turn.Add(new RolloutEvent.ActionStarted(run.Run, index, [.. effects]));
        switch (action)
        {
            case ProcedureAction.Notify { FollowUp: { } followUp } notify:
                Deadlines.Open(turn, $"Follow up on: {Filled(turn, run, notify.Text)}", notify.Owner ?? turn.Plan.LeadOf(turn.State.Main.Phase), turn.Now + followUp, run.Cause);
                break;
            case ProcedureAction.OpenIncident open:
                Incidents.Open(turn, open.Severity, Filled(turn, run, open.Title), open.Commander);
                break;
            case ProcedureAction.AskTask task:
                Deadlines.Open(turn, Filled(turn, run, task.Do), task.Owner, task.DueFrom(run.Started), run.Cause);
                break;
        }

        return keys;
    }

    /// <summary>Whether a started action has ended, and with which error.</summary>
    public static (bool Ended, string? Error) EndOf(Turn turn, ProcedureRun run, int index)
    {
        var state = run.Actions[index];
        if (turn.Plan.ProcedureNamed(run.Procedure).Actions[index] is not ProcedureAction.Verify verify)
            return (!state.Effects.Any(turn.State.Pending.ContainsKey), null);
        var key = VerifyKey(run, index);
        var line = Judging.Judge(turn, verify.Criterion, new(key, "verify", verify.Rule, "", state.Started!.Value, state.Started.Value, false));
        turn.Record(key, line);
        if (line.Verdict == Verdict.Met && turn.Fresh.Contains(key)) return (true, null);
        return turn.Now - state.Started >= verify.Within ? (true, $"not verified within {Span.Text(verify.Within)}: {line.Because}") : (false, null);
    }

    public static string VerifyKey(ProcedureRun run, int index) => FormattableString.Invariant($"{run.Run}/{index + 1}");

    private static string[] TurnOff(Turn turn, ProcedureRun run, ProcedureAction.TurnOff off, List<GovernedKey> keys)
    {
        var flag = turn.Plan.Flags[off.Flag];
        if (flag.Use == FlagUse.Protected) return [];
        turn.Add(new RolloutEvent.SwitchSet(off.Flag, false));
        var key = flag.Key(turn.Plan.Label);
        if (flag.Use == FlagUse.KillSwitch && turn.State.Holds.IsEmpty && turn.State.Stage != RolloutStage.Aborting)
            Pausing.Hold(turn, HoldKind.Halted, $"{off.Flag} turned off: {run.Cause}", flag.ReArm);
        keys.Add(key);
        return [turn.Effect(id => new Effect.Write(id, key, Desired.Document(turn.Plan, turn.State, key), false, true))];
    }

    private static string[] Restore(Turn turn, ProcedureRun run, List<GovernedKey> keys)
    {
        var target = Procedures.BackOf(turn, run.Run) is { Track: Track.Main } back
            ? new Position(back.Phase, back.Step)
            : Position.Exposed(turn.Plan, turn.State.Main);
        TakingBack.Restore(turn, target);
        var fencing = Procedures.BackOf(turn, run.Run) is { Fenced: false };
        var effects = new List<string>();
        foreach (var key in Exposing.Written(turn).ToArray())
        {
            var document = Restored(turn, key, fencing);
            if (document is null || (!fencing && document.SameAs(turn.State.Planned[key].Document))) continue;
            keys.Add(key);
            effects.Add(turn.Effect(id => new Effect.Write(id, key, document, false, fencing)));
        }

        return [.. effects];
    }

    /// <summary>What restoring writes to a key: never above what a fence stamped. What has no known direction is restored as it was.</summary>
    private static KeyDocument? Restored(Turn turn, GovernedKey key, bool fencing)
    {
        var (desired, looser) = (Desired.Document(turn.Plan, turn.State, key), turn.Plan.LooserOf(key));
        if (key.Kind == KeyKind.Setting && looser == Looser.Unknown) return desired;
        if (fencing) return Desired.Lower(Exposing.Certain(turn, key), desired, looser);
        return desired.IsRiseFrom(turn.State.Planned[key].Document, looser) ? null : desired;
    }

    /// <summary>Sets a setting that the launch has written before, to its stricter side; before the first exposure it is not the launch's to set.</summary>
    private static string[] Set(Turn turn, ProcedureAction.SetSetting set, List<GovernedKey> keys)
    {
        var setting = turn.Plan.Settings[set.Setting];
        var key = setting.Key(turn.Plan.Label);
        if (!turn.State.Planned.TryGetValue(key, out var planned)) return [];
        var before = Desired.Document(turn.Plan, turn.State, key);
        var document = new KeyDocument.Setting(set.Value);
        var rise = document.IsRiseFrom(before, setting.Looser);
        if (rise && setting.Looser != Looser.Unknown) return [];
        turn.Add(new RolloutEvent.SettingSet(set.Setting, set.Value));

        // Stricter than the plan's value, yet looser than what a fence stamped: it is written once rises are open.
        if (setting.Looser != Looser.Unknown && document.IsRiseFrom(planned.Document, setting.Looser)) return [];
        keys.Add(key);
        return [turn.Effect(id => new Effect.Write(id, key, document, rise, false))];
    }

    /// <summary>Where the launch stands or, while a phase is being entered, where it goes.</summary>
    private static string Goal(Turn turn) => turn.State.Main.Stage == TrackStage.Entering
        ? turn.Plan.Phases[turn.State.Main.Phase].Name
        : Position.Exposed(turn.Plan, turn.State.Main).Name(turn.Plan);

    private static string Filled(Turn turn, ProcedureRun run, string text)
    {
        var back = Procedures.BackOf(turn, run.Run);
        return text
            .Replace("{cause}", run.Cause, StringComparison.Ordinal)
            .Replace("{launch}", turn.Plan.Title, StringComparison.Ordinal)
            .Replace("{rollout}", turn.State.Rollout, StringComparison.Ordinal)
            .Replace("{phase}", turn.Plan.Phases[turn.State.Main.Phase].Title, StringComparison.Ordinal)
            .Replace("{target}", back?.Target ?? Goal(turn), StringComparison.Ordinal)
            .Replace("{member}", run.Track == Track.Main ? "" : run.Track, StringComparison.Ordinal)
            .Replace("{exposure}", turn.State.Permitted.Audience.ToString(), StringComparison.Ordinal);
    }
}
