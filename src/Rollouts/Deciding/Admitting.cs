namespace Rollouts;

/// <summary>Lets members in one at a time, and moves each along its own steps.</summary>
internal static class Admitting
{
    /// <summary>The wave whose members are not all admitted yet; null when there is none in this phase.</summary>
    public static int? NextWave(Plan plan, RolloutState state)
    {
        if (state.Stage != RolloutStage.Running || plan.Phases[state.Main.Phase].Members is not { } admission) return null;
        for (var wave = 0; wave < admission.Waves.Length; wave++)
            if (admission.Waves[wave].Members.Any(member => !IsKnown(state, member))) return wave;
        return null;
    }

    public static void Admit(Turn turn)
    {
        MoveAlong(turn);
        if (turn.State.Stage != RolloutStage.Running || turn.State.Main.Stage != TrackStage.Running) return;
        if (Rises.HeldBackBy(turn.Plan, turn.State, turn.Now) is not null || NextWave(turn.Plan, turn.State) is not { } number) return;
        var admission = turn.Plan.Phases[turn.State.Main.Phase].Members!;
        var wave = admission.Waves[number];
        if (!turn.State.Main.Promoted && turn.State.Main.PhaseClock!.Value.At(turn.Now) < wave.After) return;
        if (turn.State.Pending.Values.Any(pending => pending.Effect is Effect.Write)) return;
        var others = wave.Members.Where(member => IsKnown(turn.State, member)).ToArray();
        if (others.Any(member => turn.State.Members[member] is { In: true } track && track.Admitted.At(turn.Now) < admission.Spacing)) return;
        var gate = Gatekeeping.WaveGate(turn.Plan, turn.State, number);
        if (others.Length == 0 && !Windows.IsOpen(turn, wave.Window, FormattableString.Invariant($"wave {number + 1}"))) return;
        if (!Gatekeeping.IsRipe(turn, gate)) return;
        Gatekeeping.Pass(turn, gate);
        LetIn(turn, wave.Members.First(member => !IsKnown(turn.State, member)), turn.State.Main.Phase);
    }

    /// <summary>Lets a member in; an attempt of its own, so that no gate it passed before counts.</summary>
    public static void LetIn(Turn turn, string member, int phase)
    {
        var admission = turn.Plan.Phases[phase].Members!;
        var attempt = turn.State.Members.TryGetValue(member, out var before) ? before.Attempt + 1 : 1;
        turn.Add(new RolloutEvent.MemberAdmitted(member, phase, attempt));
        Exposing.PermitMember(turn, member, admission.Steps[0].Share);
        Exposing.Follow(turn);
        if (admission.OnAdmit is { } procedure) Procedures.Start(turn, procedure, $"{member} is let in", member, turn.NewId(procedure));
    }

    /// <summary>True while the phase that lets a member in is exposed, or was passed.</summary>
    public static bool IsOpen(RolloutState state, int phase) =>
        state.Main.Phase > phase || (state.Main.Phase == phase && state.Main.Stage is TrackStage.Applying or TrackStage.Running && state.Main.PhaseClock is not null);

    private static void MoveAlong(Turn turn)
    {
        foreach (var track in turn.State.Members.Values.Where(track => track.In).ToArray())
        {
            if (Rises.HeldBackBy(turn.Plan, turn.State, turn.Now) is not null) return;
            var steps = turn.Plan.Phases[track.Phase].Members!.Steps;
            if (track.Step >= steps.Length - 1 || track.Clock.At(turn.Now) < steps[track.Step].Bake) continue;
            if (!turn.State.Gates.TryGetValue(Gatekeeping.MemberGate(track), out var gate) || !gate.Passed) continue;
            turn.Add(new RolloutEvent.MemberStepEntered(track.Member, track.Step + 1));
            Exposing.PermitMember(turn, track.Member, steps[track.Step + 1].Share);
        }
    }

    /// <summary>Let in now, or taken back alone: then it does not come back by itself.</summary>
    private static bool IsKnown(RolloutState state, string member) =>
        state.Members.TryGetValue(member, out var track) && (track.In || track.Alone);
}
