namespace Rollouts;

/// <summary>The way up: from gate to gate, step to step, phase to phase. Nothing rises without a passed gate and its approvals.</summary>
internal static class Advancing
{
    public static string? Promote(Turn turn, Input.Promote promote)
    {
        if (Permissions.Refusal(turn.Plan, "promote", promote.By) is { } refusal) return refusal;
        if (Rises.HeldBackBy(turn.Plan, turn.State, turn.Now) is { } held) return $"nothing may rise now: {held}";
        if (turn.State.Stage != RolloutStage.Running || turn.State.Main.Stage != TrackStage.Running) return "no step is running: there is no waiting to skip";
        if (turn.State.Main.Promoted) return "the optional waiting of this step was skipped already";
        turn.Add(new RolloutEvent.Promoted(promote.By.Id, promote.Reason));
        return null;
    }

    public static void Advance(Turn turn)
    {
        if (turn.State.Stage == RolloutStage.Running && turn.State.Main.Stage == TrackStage.Applying) StartStep(turn);
        if (turn.State.Stage == RolloutStage.Running) Overdue(turn);
        if (Rises.HeldBackBy(turn.Plan, turn.State, turn.Now) is not null) return;
        switch (turn.State.Stage)
        {
            case RolloutStage.Preparing when Gatekeeping.IsRipe(turn, Gatekeeping.GoGate):
                Gatekeeping.Pass(turn, Gatekeeping.GoGate);
                turn.Add(new RolloutEvent.PhaseEntered(0, turn.State.Main.Attempt));
                break;
            case RolloutStage.Running when turn.State.Main.Stage == TrackStage.Entering:
                Enter(turn);
                break;
            case RolloutStage.Running when turn.State.Main.Stage == TrackStage.Running:
                GoOn(turn);
                break;
        }
    }

    /// <summary>After a resume: a new attempt at the step the launch was taken back to.</summary>
    public static void StartAgain(Turn turn)
    {
        var main = turn.State.Main;
        if (main.Step < 0) turn.Add(new RolloutEvent.PhaseEntered(0, main.Attempt));
        else EnterStep(turn, new(main.Phase, main.Step));
    }

    private static void Enter(Turn turn)
    {
        var gate = Gatekeeping.EnterGate(turn.Plan, turn.State);
        var phase = turn.Plan.Phases[turn.State.Main.Phase];
        if (!Windows.IsOpen(turn, phase.Window, phase.Name)) return;
        if (!Allowed(turn, new(turn.State.Main.Phase, 0)) || !Gatekeeping.IsRipe(turn, gate)) return;
        Gatekeeping.Pass(turn, gate);
        EnterStep(turn, new(turn.State.Main.Phase, 0));
    }

    private static void GoOn(Turn turn)
    {
        var main = turn.State.Main;
        var phase = turn.Plan.Phases[main.Phase];
        var step = phase.Steps[main.Step];
        var bake = Max(step.Bake, turn.Plan.Ramp.ShortestBake) + (main.Promoted ? TimeSpan.Zero : step.Wait);
        if (main.StepClock!.Value.At(turn.Now) < bake) return;
        var over = main.StepClock.Value.Reaches(bake) ?? turn.Now;
        if (main.Step < phase.Steps.Length - 1)
        {
            var next = new Position(main.Phase, main.Step + 1);
            var gate = Gatekeeping.StepGate(turn.Plan, turn.State);
            if (!Allowed(turn, next) || !Gatekeeping.IsReviewedSince(turn, gate, over) || !Gatekeeping.IsRipe(turn, gate)) return;
            Gatekeeping.Pass(turn, gate);
            EnterStep(turn, next);
            return;
        }

        if (main.PhaseClock!.Value.At(turn.Now) < phase.Shortest || Admitting.NextWave(turn.Plan, turn.State) is not null) return;
        var exit = Gatekeeping.ExitGate(turn.Plan, turn.State);
        if (main.PhaseClock.Value.Reaches(phase.Shortest) is { } shortest && shortest > over) over = shortest;
        if (!Gatekeeping.IsReviewedSince(turn, exit, over) || !Gatekeeping.IsRipe(turn, exit) || !Closing.IsQuiet(turn)) return;
        Gatekeeping.Pass(turn, exit);
        if (main.Phase < turn.Plan.Phases.Length - 1) turn.Add(new RolloutEvent.PhaseEntered(main.Phase + 1, main.Attempt));
        else Closing.EndOfPhases(turn);
    }

    private static void EnterStep(Turn turn, Position position)
    {
        turn.Add(new RolloutEvent.StepEntered(position.Phase, position.Step));
        Exposing.Permit(turn, position);
        Exposing.Follow(turn);
        if (turn.Plan.Phases[position.Phase].Steps[position.Step].OnEnter is { } procedure)
            Procedures.Start(turn, procedure, $"{position.Name(turn.Plan)} entered", Track.Main, turn.NewId(procedure));
    }

    /// <summary>The clock of a step starts when all its writes are confirmed: written is not yet effective.</summary>
    private static void StartStep(Turn turn)
    {
        if (!Exposing.IsWritten(turn) || turn.State.Holds.Values.Any(hold => hold.Kind == HoldKind.Drifted)) return;
        if (!Applying.IsEffective(turn.Plan, turn.State)) return;
        turn.Add(new RolloutEvent.StepStarted(turn.State.Main.Phase, turn.State.Main.Step));
    }

    private static void Overdue(Turn turn)
    {
        var main = turn.State.Main;
        var phase = turn.Plan.Phases[main.Phase];
        if (main.Overdue || phase.Longest is not { } longest || main.PhaseClock is not { } clock || clock.At(turn.Now) <= longest) return;
        turn.Add(new RolloutEvent.PhaseOverdue(main.Phase));
        var active = turn.Gates.First(active => active.Key == Gatekeeping.ExitGate(turn.Plan, turn.State));
        var standing = Gatekeeping.Stand(turn, active);
        var cause = $"{phase.Name} is longer than {Span.Text(longest)}: {standing.Because}";
        if (!phase.Overdue.IsNothing) Reacting.React(turn, phase.Overdue, cause, "");
        else if (standing.Status == GateStatus.CriticalMissed) Gatekeeping.Fail(turn, active, cause, phase.Exit.OnCriticalMiss);
        else if (standing.Status == GateStatus.TooManyMissed) Gatekeeping.Fail(turn, active, cause, phase.Exit.OnTooManyMissed);
    }

    /// <summary>The plan's largest factor, held against what is permitted now; the reader has checked the plan, a state can still differ.</summary>
    private static bool Allowed(Turn turn, Position next) => turn.Plan.Ramp.Allows(
        turn.State.Permitted.Audience.Percent, Desired.At(turn.Plan, next, Sorted.Empty<Percent>()).Audience.Percent);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
