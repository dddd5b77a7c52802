namespace Rollouts;

/// <summary>A kill switch may always be thrown, in every state, the finished one included; nothing may block it (design §3.8).</summary>
internal static class KillSwitches
{
    public static string? Throw(Turn turn, Input.Throw thrown)
    {
        if (Permissions.Refusal(turn.Plan, "throw", thrown.By) is { } refusal) return refusal;
        var switches = Of(turn.Plan);
        if (switches.Length == 0) return "the plan has no kill switch";
        if (thrown.Flag is { } flag && !switches.Contains(flag))
            return $"'{flag}' is no kill switch of this plan; it has {string.Join(", ", switches)}";
        ThrowFlags(turn, thrown.Flag is { } one ? [one] : switches, $"{thrown.By} threw the kill switch: {thrown.Reason}", null);
        return null;
    }

    public static void ThrowAll(Turn turn, string cause, string? resumeGate) => ThrowFlags(turn, Of(turn.Plan), cause, resumeGate);

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

    private static string[] Of(Plan plan) => [.. plan.Flags.Values.Where(flag => flag.Use == FlagUse.KillSwitch).Select(flag => flag.Name)];
}
