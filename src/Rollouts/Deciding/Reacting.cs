namespace Rollouts;

/// <summary>Carries out what a rule says is to follow: a move, a procedure, or both.</summary>
internal static class Reacting
{
    public static void React(Turn turn, Reaction reaction, string cause, string member)
    {
        switch (reaction.Move)
        {
            case Move.Pause:
                Pausing.Hold(turn, HoldKind.Paused, cause, reaction.Resume);
                break;
            case Move.Halt:
                KillSwitches.ThrowAll(turn, cause, reaction.Resume);
                break;
            case Move.Back back:
                TakingBack.BackTo(turn, TakingBack.Resolve(turn, back.Target), cause, reaction.Resume, reaction.Procedure);
                return;
            case Move.Withdraw:
                TakingBack.Withdraw(turn, member, cause, reaction.Procedure);
                return;
            case null or Move.Stay:
                break;
            default:
                throw new InvalidOperationException($"no rule carries out {reaction.Move.GetType().Name}");
        }

        if (reaction.Procedure is { } procedure)
            Procedures.Start(turn, procedure, cause, member.Length == 0 ? Track.Main : member, turn.NewId(procedure));
    }
}
