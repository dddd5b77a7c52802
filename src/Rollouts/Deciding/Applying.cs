namespace Rollouts;

/// <summary>Written is not yet effective: after a setting is confirmed, its deploy hook is called, and a reading shows that it took effect.</summary>
/// <remarks>What was seen to be effective stays so until the setting is written anew. Writing the same value again asks for no deploy, unless someone else had changed it.</remarks>
internal static class Applying
{
    public static void Progress(Turn turn)
    {
        foreach (var setting in NeedingIt(turn.Plan, turn.State))
        {
            var write = turn.State.Planned[setting.Key(turn.Plan.Label)];
            if (turn.State.Pending.ContainsKey(write.Id)) continue;
            var known = turn.State.Applied.GetValueOrDefault(setting.Name);
            var again = (known is { Effective: false, Failed: true } or { Effective: false, Overdue: true }) && turn.State.Holds.IsEmpty;
            if (IsNew(write, known) || again) Call(turn, setting, write);
            else if (known is { Effective: false, Failed: false }) Follow(turn, setting, known);
        }
    }

    /// <summary>Whether every setting is effective as it was written last.</summary>
    public static bool IsEffective(Plan plan, RolloutState state) => Awaited(plan, state).FirstOrDefault() is null;

    /// <summary>The settings that are written or to be applied, and not yet effective.</summary>
    public static IEnumerable<GovernedSetting> Awaited(Plan plan, RolloutState state) =>
        from setting in NeedingIt(plan, state)
        let known = state.Applied.GetValueOrDefault(setting.Name)
        where known is not { Effective: true } || IsNew(state.Planned[setting.Key(plan.Label)], known)
        select setting;

    /// <summary>The criteria that are to confirm a setting now.</summary>
    public static IEnumerable<(Criterion.OfMetric Criterion, DateTimeOffset Since)> Confirming(Plan plan, RolloutState state) =>
        from setting in NeedingIt(plan, state)
        where setting.Apply?.Confirm is Criterion.OfMetric && state.Applied.GetValueOrDefault(setting.Name) is { Effective: false, Failed: false }
        select ((Criterion.OfMetric)setting.Apply!.Confirm!, state.Applied[setting.Name].Called);

    /// <summary>When the patience with a setting that is not effective yet ends.</summary>
    public static IEnumerable<DateTimeOffset> Deadlines(Plan plan, RolloutState state) =>
        from setting in NeedingIt(plan, state)
        let known = state.Applied.GetValueOrDefault(setting.Name)
        where known is { Effective: false, Failed: false, Overdue: false }
        select known.Called + setting.Apply!.Within;

    private static void Call(Turn turn, GovernedSetting setting, Effect.Write write)
    {
        var call = turn.Effect(id => new Effect.CallWebhook(id, setting.Apply!.Hook, $"{setting.Name} is {write.Document} now"));
        turn.Add(new RolloutEvent.ApplyCalled(setting.Name, write.Document.ToString()!, call));
    }

    private static void Follow(Turn turn, GovernedSetting setting, SettingApplied known)
    {
        if (!turn.State.Pending.ContainsKey(known.Call) && IsConfirmed(turn, setting, known))
        {
            turn.Add(new RolloutEvent.ApplyConfirmed(setting.Name, known.Value));
            return;
        }

        // A finished launch has nothing to hold: its kill switch was written and its deploy called, and that is all.
        if (known.Overdue || turn.State.IsFinished || turn.Now - known.Called < setting.Apply!.Within) return;
        turn.Add(new RolloutEvent.ApplyOverdue(setting.Name, known.Value));
        Pausing.Hold(turn, HoldKind.Failed, $"{setting.Name} did not become effective within {Span.Text(setting.Apply.Within)}", null);
    }

    private static bool IsConfirmed(Turn turn, GovernedSetting setting, SettingApplied applied)
    {
        if (setting.Apply!.Confirm is not { } criterion) return true;
        var key = $"apply {setting.Name} {applied.Call}";
        var line = Judging.Judge(turn, criterion, new(key, setting.Name, CriterionText.Write(criterion), "", applied.Called, applied.Called, false));
        turn.Record(key, line);
        return line.Verdict == Verdict.Met && turn.Fresh.Contains(key);
    }

    private static bool IsNew(Effect.Write write, SettingApplied? known) =>
        known is null || write.Document.ToString() != known.Value;

    private static IEnumerable<GovernedSetting> NeedingIt(Plan plan, RolloutState state) =>
        plan.Settings.Values.Where(setting => setting.Apply is not null && state.Planned.ContainsKey(setting.Key(plan.Label)));
}
