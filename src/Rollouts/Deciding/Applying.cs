namespace Rollouts;

/// <summary>Written is not yet effective: after a setting is confirmed, its deploy hook is called, and a reading shows that it took effect.</summary>
internal static class Applying
{
    public static void Progress(Turn turn)
    {
        foreach (var setting in NeedingIt(turn))
        {
            var write = turn.State.Planned[setting.Key(turn.Plan.Label)];
            var value = write.Document.ToString();
            var applied = turn.State.Applied.GetValueOrDefault(setting.Name);
            // A stamp that writes the same value again needs no deploy; one that failed is called again when someone has resumed.
            if (turn.State.Pending.ContainsKey(write.Id) || (applied?.Value == value && !(applied.Failed && turn.State.Holds.IsEmpty))) continue;
            var call = turn.Effect(id => new Effect.CallWebhook(id, setting.Apply!.Hook, $"{setting.Name} is {value} now"));
            turn.Add(new RolloutEvent.ApplyCalled(setting.Name, value, call));
        }
    }

    /// <summary>Whether every setting is effective. Holds the launch when one does not become so in time.</summary>
    public static bool IsEffective(Turn turn)
    {
        var effective = true;
        foreach (var setting in NeedingIt(turn))
        {
            var write = turn.State.Planned[setting.Key(turn.Plan.Label)];
            if (turn.State.Applied.GetValueOrDefault(setting.Name) is not { Failed: false } applied || applied.Value != write.Document.ToString())
            {
                effective = false;
                continue;
            }

            if (!turn.State.Pending.ContainsKey(applied.Call) && IsConfirmed(turn, setting, applied)) continue;
            effective = false;
            var hold = $"{setting.Name} did not become effective within {Span.Text(setting.Apply!.Within)}";
            if (turn.Now - applied.Called >= setting.Apply.Within && !turn.State.Holds.Values.Any(held => held.Cause == hold))
                Pausing.Hold(turn, HoldKind.Failed, hold, null);
        }

        return effective;
    }

    /// <summary>The criteria that are to confirm a setting now.</summary>
    public static IEnumerable<(Criterion.OfMetric Criterion, DateTimeOffset Since)> Confirming(Plan plan, RolloutState state) =>
        from setting in plan.Settings.Values
        where setting.Apply?.Confirm is Criterion.OfMetric && state.Applied.ContainsKey(setting.Name) && state.Main.Stage == TrackStage.Applying
        select ((Criterion.OfMetric)setting.Apply!.Confirm!, state.Applied[setting.Name].Called);

    private static bool IsConfirmed(Turn turn, GovernedSetting setting, SettingApplied applied)
    {
        if (setting.Apply!.Confirm is not { } criterion) return true;
        var key = $"apply {setting.Name} {applied.Call}";
        var line = Judging.Judge(turn, criterion, new(key, setting.Name, CriterionText.Write(criterion), "", applied.Called, applied.Called, false));
        turn.Record(key, line);
        return line.Verdict == Verdict.Met && turn.Fresh.Contains(key);
    }

    private static IEnumerable<GovernedSetting> NeedingIt(Turn turn) =>
        turn.Plan.Settings.Values.Where(setting => setting.Apply is not null && turn.State.Planned.ContainsKey(setting.Key(turn.Plan.Label)));
}
