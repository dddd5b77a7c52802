namespace Rollouts.Engine;

/// <summary>Turned off comes back, by a gate; protected flags are never turned off; a halt has a kill switch to throw.</summary>
internal static class TurnOffLint
{
    public static void Check(Plan plan, Findings findings)
    {
        foreach (var action in EveryGate.ActionsOf(plan).OfType<ProcedureAction.TurnOff>())
        {
            if (!plan.Flags.TryGetValue(action.Flag, out var flag)) continue;
            if (flag.Use == FlagUse.Protected)
                findings.Error(action, $"{flag.Name} is protected and is never turned off", "leave the action out");
            else if (flag.ReArm is null && flag.Use != FlagUse.KillSwitch)
                findings.Error(action, $"nothing says how {flag.Name} is turned on again", $"give the flag {flag.Name} a re-arm: gate NAME");
        }

        foreach (var flag in plan.Flags.Values.Where(flag => flag is { Use: FlagUse.KillSwitch, ReArm: null }))
            findings.Error(flag, $"the kill switch {flag.Name} may be thrown at any time, and nothing says how it is turned on again", "add re-arm: gate NAME");
        foreach (var gate in EveryGate.GatesOf(plan))
            foreach (var reaction in EveryGate.ReactionsOf(gate))
                CheckMove(plan, reaction, gate, findings);
        foreach (var trigger in plan.Triggers) CheckMove(plan, trigger.Do, trigger, findings);
        foreach (var phase in plan.Phases) CheckMove(plan, phase.Overdue, phase, findings);
        CheckWithdrawals(plan, findings);
    }

    private static void CheckMove(Plan plan, Reaction reaction, object about, Findings findings)
    {
        if (reaction.Move is Move.Halt && plan.Flags.Values.All(flag => flag.Use != FlagUse.KillSwitch))
            findings.Error(about, "halt throws the kill switches, and the plan has none", "give a flag kill-switch: true, or write pause");
    }

    private static void CheckWithdrawals(Plan plan, Findings findings)
    {
        var members = EveryGate.MemberGatesOf(plan).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var gate in EveryGate.GatesOf(plan).Where(gate => !members.Contains(gate)))
            if (EveryGate.ReactionsOf(gate).Any(reaction => reaction.Move is Move.Withdraw))
                findings.Error(gate, "withdraw takes back one member, and this gate is about none", "write back to previous step");
        foreach (var phase in plan.Phases.Where(phase => phase.Overdue.Move is Move.Withdraw))
            findings.Error(phase, "withdraw takes back one member, and 'overdue' is about none", "write back to previous step");
    }
}
