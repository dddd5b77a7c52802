namespace Rollouts;

/// <summary>The one brain: what an input leads to. Pure; time comes in with the input.</summary>
public static class Decider
{
    private const int MostRounds = 64;

    /// <summary>Decides one input against the state.</summary>
    /// <param name="moreWaiting">Inputs from outside remain undecided after this one; then no phase ends and no launch closes.</param>
    /// <param name="amended">The plan of an <see cref="Input.Amend"/>, as it was read; null when it could not be, and for other inputs.</param>
    /// <exception cref="InvalidOperationException">The rules do not come to rest, or meet a case they do not know.</exception>
    public static Decision Decide(Plan plan, RolloutState state, Input input, bool moreWaiting = false, Plan? amended = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (state.Decided.Contains(input.Id)) return new Decision.Nothing();
        var turn = new Turn(plan, state, input, moreWaiting);
        if (Refusal(turn, input, amended) is { } reason)
            return input.IsFromOutside ? new Decision.Happened(Refusing.Of(turn, input, reason), []) : new Decision.Nothing();
        if (input is Input.EffectSucceeded done && Effects.IsAside(turn, state, done.Effect))
            return turn.Count == 0 ? new Decision.Nothing() : new Decision.Happened(Outcome.Ok, turn.Events);
        // What follows from a changed plan follows in the next entry, which is folded by it.
        if (input is not Input.Amend) Settle(turn);
        Announcing.Announce(turn);
        return turn.Count == 0 && !input.IsFromOutside ? new Decision.Nothing() : new Decision.Happened(Outcome.Ok, turn.Events);
    }

    /// <summary>Carries out what the input itself says; a reason when it may not be.</summary>
    private static string? Refusal(Turn turn, Input input, Plan? amended) => input switch
    {
        Input.Start start => Starting.Start(turn, start),
        _ when turn.State.Stage == RolloutStage.New => "the rollout has not started",
        Input.Tick or Input.Evaluate => null,
        Input.EffectSucceeded done => Effects.Succeeded(turn, done),
        Input.EffectFailed failed => Effects.Failed(turn, failed),
        Input.Throw thrown => KillSwitches.Throw(turn, thrown),
        _ when turn.State.IsFinished => $"the launch is {turn.State.Stage.ToString().ToLowerInvariant()}: only its kill switches can still be thrown",
        Input.Drifted drifted => Effects.Drifted(turn, drifted),
        Input.Approve approve => Approving.Approve(turn, approve),
        Input.Reject reject => Approving.Reject(turn, reject),
        Input.MoreTime more => Approving.AskMoreTime(turn, more),
        Input.Mitigate mitigate => Mitigating.Mitigate(turn, mitigate),
        Input.Mark mark => Marking.Mark(turn, mark),
        Input.CompleteTask task => Deadlines.Complete(turn, task),
        Input.Report report => Reporting.Report(turn, report),
        Input.ReportValue value => Reporting.Value(turn, value),
        Input.Alert alert => Reporting.Alert(turn, alert),
        Input.Silence silence => Silencing.Silence(turn, silence),
        Input.Acknowledge acknowledge => Acknowledging.Acknowledge(turn, acknowledge),
        Input.Delegate delegation => Delegating.Delegate(turn, delegation),
        Input.EndDelegation end => Delegating.End(turn, end),
        Input.Triage triage => Triaging.Triage(turn, triage),
        Input.DeclareIncident incident => Incidents.Declare(turn, incident),
        Input.ResolveIncident incident => Incidents.Resolve(turn, incident),
        Input.Pause pause => Pausing.Pause(turn, pause),
        Input.Resume resume => Resuming.Ask(turn, resume),
        Input.ReArm reArm => Resuming.AskReArm(turn, reArm),
        Input.Promote promote => Advancing.Promote(turn, promote),
        Input.RollBack back => TakingBack.RollBack(turn, back),
        Input.StartDrill drill => Drilling.Start(turn, drill),
        Input.Amend amend => Amending.Amend(turn, amend, amended),
        Input.Abort abort => TakingBack.Abort(turn, abort),
        Input.Close close => Closing.Close(turn, close),
        _ => throw new InvalidOperationException($"no rule decides {input.GetType().Name}"),
    };

    /// <summary>Draws all consequences until nothing follows any more.</summary>
    private static void Settle(Turn turn)
    {
        if (turn.State.Stage == RolloutStage.New) return;
        for (var round = 0; round < MostRounds; round++)
        {
            var before = turn.Count;
            Observing.NoticeGap(turn);
            var gates = Gatekeeping.Judge(turn);
            Exposing.Follow(turn);
            var followed = turn.Count;
            Applying.Progress(turn);
            Procedures.Progress(turn);
            TakingBack.Progress(turn);
            Drilling.Progress(turn);
            Deadlines.Pass(turn);
            Delegating.Expire(turn);
            if (!turn.State.IsFinished)
            {
                Guarding.Guard(turn);
                Gatekeeping.Tend(turn, gates);
                Resuming.Progress(turn);
                Advancing.Advance(turn);
                Admitting.Admit(turn);
                Routines.Run(turn);
            }

            if (turn.Count > followed) Exposing.Follow(turn);
            if (turn.Count == before)
            {
                Observing.TakeDigest(turn);
                return;
            }
        }

        throw new InvalidOperationException($"the rules do not come to rest: {string.Join(", ", turn.Events.Take(8).Select(e => e.GetType().Name))}");
    }
}
