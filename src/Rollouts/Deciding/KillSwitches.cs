namespace Rollouts;

/// <summary>A kill switch may always be thrown, in every state, the finished one included; nothing may block it (design §3.8).</summary>
public static class KillSwitches
{
    /// <summary>What throwing writes: the named kill switch, or all of the plan's.</summary>
    public static IEnumerable<GovernedKey> KeysThrownBy(Plan plan, string? named)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var dials = DialsThrownBy(plan, named).Select(dial => dial.Key(plan.Label)).ToArray();
        return dials.Length > 0 ? dials : Of(plan).Where(flag => (named ?? flag) == flag).Select(flag => plan.Flags[flag].Key(plan.Label));
    }

    internal static string? Throw(Turn turn, Input.Throw thrown)
    {
        if (Permissions.Refusal(turn.Plan, "throw", thrown.By) is { } refusal) return refusal;
        var switches = Of(turn.Plan);
        var dials = DialsThrownBy(turn.Plan, thrown.Flag).ToArray();
        if (dials.Length > 0)
        {
            Zero(turn, dials, $"{thrown.By} threw the kill switch: {thrown.Reason}");
            return null;
        }

        if (switches.Length == 0) return "the plan has no kill switch";
        if (thrown.Flag is { } flag && !switches.Contains(flag))
            return $"'{flag}' is no kill switch of this plan; it has {string.Join(", ", switches)}";
        ThrowFlags(turn, thrown.Flag is { } one ? [one] : switches, $"{thrown.By} threw the kill switch: {thrown.Reason}", null);
        return null;
    }

    /// <summary>The settings that are the kill switch: a dial that is named, or every dial of a plan whose kill switch is no flag.</summary>
    private static IEnumerable<GovernedSetting> DialsThrownBy(Plan plan, string? named) => plan.Settings.Values
        .Where(setting => setting.Dial is not null && (named is null ? Of(plan).Length == 0 : setting.Name == named));

    internal static void ThrowAll(Turn turn, string cause, string? resumeGate) => ThrowFlags(turn, Of(turn.Plan), cause, resumeGate);

    /// <summary>Turns the flags off, written at once and stamped, so that no older rise of them can land.</summary>
    private static void ThrowFlags(Turn turn, string[] flags, string cause, string? resumeGate)
    {
        foreach (var flag in flags)
        {
            turn.Add(new RolloutEvent.SwitchSet(flag, false));
            Exposing.Write(turn, turn.Plan.Flags[flag].Key(turn.Plan.Label), new KeyDocument.Switch(false), rise: false, stamp: true);
        }

        if (!turn.State.IsFinished)
            Pausing.Hold(turn, HoldKind.Halted, cause, resumeGate ?? flags.Select(flag => turn.Plan.Flags[flag].ReArm).FirstOrDefault(gate => gate is not null));
    }

    /// <summary>A dial at zero lets nobody in: while the launch governs it that is a way back to nobody, before and after the settings alone are written.</summary>
    private static void Zero(Turn turn, GovernedSetting[] dials, string cause)
    {
        if (turn.State is { Governing: true, IsFinished: false })
        {
            TakingBack.BackTo(turn, Position.Nobody, cause, null, null);
            return;
        }

        foreach (var dial in dials)
            Exposing.Write(turn, dial.Key(turn.Plan.Label), new KeyDocument.Setting(SettingValue.Of(Percent.Zero, dial.Dial!.Value)), rise: false, stamp: true);
        if (!turn.State.IsFinished) Pausing.Hold(turn, HoldKind.Halted, cause, null);
    }

    private static string[] Of(Plan plan) => [.. plan.Flags.Values.Where(flag => flag.Use == FlagUse.KillSwitch).Select(flag => flag.Name)];
}
