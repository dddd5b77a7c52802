using System.Collections.Immutable;

namespace Rollouts.Tests.Properties;

/// <summary>What must hold of every decision, whatever led to it: the properties of design §3, judged event by event and by a bookkeeping of their own.</summary>
internal sealed class Invariants(Plan plan)
{
    private Position ceiling = Position.Nobody;
    private TimeSpan exposedInPhase;
    private bool exposed;
    private Dictionary<GovernedKey, long> stamped = [];
    private Dictionary<string, int> started = new(StringComparer.Ordinal);

    public Invariants Fork() => new(plan)
    {
        ceiling = ceiling, exposedInPhase = exposedInPhase, exposed = exposed, stamped = new(stamped), started = new(started, StringComparer.Ordinal),
    };

    public void Hold(RolloutState before, Entry entry, RolloutState after)
    {
        if (entry.Outcome is Outcome.Refused refused) ARefusalChangesNothing(before, entry, after, refused);
        if (exposed && before.Holds.IsEmpty) exposedInPhase += after.At - before.At;
        for (var i = 0; i < entry.Events.Length; i++)
        {
            var now = Evolution.Evolve(before, plan, entry with { Events = entry.Events[..i] });
            Judge(now, entry.Events[i], entry.Events[..i], entry.Events[(i + 1)..]);
        }

        if (before.IsFinished) FinishedStaysFinished(before, entry, after);
        AtRestNothingStandsAboveThePermitted(after);
    }

    private void Judge(RolloutState now, RolloutEvent happened, ImmutableArray<RolloutEvent> earlier, ImmutableArray<RolloutEvent> later)
    {
        switch (happened)
        {
            case RolloutEvent.EffectPlanned { Effect: Effect.Write write }:
                AWriteRisesOnlyWhenRisesAreOpen(now, write);
                break;
            case RolloutEvent.ExposureSet set:
                APermittedRiseIsCoveredByAGate(now, set.Exposure);
                break;
            case RolloutEvent.SwitchSet set:
                Assert.False(plan.Flags[set.Flag].Use == FlagUse.Protected, $"{set.Flag} is protected");
                if (set.On && now.Governing && now.Off.ContainsKey(set.Flag)) RisesAreOpen(now, $"{set.Flag} on");
                break;
            case RolloutEvent.EffectDone done when now.Pending.TryGetValue(done.Effect, out var pending) && pending.Effect is Effect.Write write:
                stamped[write.Key] = Math.Max(write.Seq, stamped.GetValueOrDefault(write.Key));
                break;
            case RolloutEvent.GatePassed passed:
                NoPhaseIsShorterThanItsShortest(now, passed);
                Raise(now, passed.Gate);
                break;
            case RolloutEvent.PhaseEntered or RolloutEvent.WatchBegun:
                exposed = false;
                break;
            case RolloutEvent.StepStarted when !exposed:
                (exposed, exposedInPhase) = (true, TimeSpan.Zero);
                break;
            case RolloutEvent.StepEntered step:
                if (earlier.Any(e => e is RolloutEvent.HoldLifted) && now.Main.Stage == TrackStage.Returned) ceiling = new(step.Phase, step.Step);
                Assert.True(new Position(step.Phase, step.Step) <= ceiling, $"{step} was entered above {ceiling}");
                break;
            case RolloutEvent.WayBackBegun { Track: Track.Main } back:
                var target = new Position(back.Phase, back.Step);
                Assert.True(target <= Position.Exposed(plan, now.Main), $"a way back leads up to {target}");
                if (target < ceiling) ceiling = target;
                exposed = false;
                break;
            case RolloutEvent.Fenced fenced:
                foreach (var key in now.Planned.Keys)
                    Assert.True(stamped.GetValueOrDefault(key) >= now.Returning[fenced.Number].Seq, $"fenced, but {key} is not stamped");
                break;
            case RolloutEvent.MemberAdmitted admitted:
                RisesAreOpen(now, $"{admitted.Member} let in");
                Assert.Contains(earlier, e => e is RolloutEvent.GatePassed { Gate: var gate } && (gate.Contains(" wave ", StringComparison.Ordinal) || gate.StartsWith("re-admit ", StringComparison.Ordinal)));
                Assert.True(admitted.Phase <= now.Main.Phase, $"{admitted.Member} is let in at phase {admitted.Phase} while the launch is at {now.Main.Phase}");
                break;
            case RolloutEvent.MemberStepEntered stepped:
                RisesAreOpen(now, $"{stepped.Member} raised");
                Assert.Contains(now.Gates, gate => gate.Key == FormattableString.Invariant($"{stepped.Member}#{now.Members[stepped.Member].Attempt}") && gate.Value.Passed);
                break;
            case RolloutEvent.ActionStarted action:
                Assert.Equal(started.GetValueOrDefault(action.Run), action.Action);
                started[action.Run] = action.Action + 1;
                break;
            case RolloutEvent.WayBackEnded ended when now.Returning[ended.Number] is { Track: Track.Main } back && !later.Any(e => e is RolloutEvent.WayBackBegun { Track: Track.Main }):
                AfterAWayBackExposureIsAtMostTheTargets(now, back);
                break;
        }
    }

    /// <summary>Which step a passed gate leads to.</summary>
    private void Raise(RolloutState now, string gate)
    {
        var main = now.Main;
        var (enter, step) = (FormattableString.Invariant($"{plan.Phases[main.Phase].Name} enter#{main.Attempt}"), FormattableString.Invariant($"{plan.Phases[main.Phase].Name} step {main.Step + 1}#{main.Attempt}"));
        if (gate == enter) ceiling = new(main.Phase, 0);
        if (gate == step) ceiling = new(main.Phase, main.Step + 1);
    }

    private void NoPhaseIsShorterThanItsShortest(RolloutState now, RolloutEvent.GatePassed passed)
    {
        var phase = plan.Phases[now.Main.Phase];
        if (passed.Gate == FormattableString.Invariant($"{phase.Name}#{now.Main.Attempt}"))
            Assert.True(exposedInPhase >= phase.Shortest, $"{phase.Name} ends after {exposedInPhase} of {phase.Shortest}");
    }

    private void APermittedRiseIsCoveredByAGate(RolloutState now, Exposure exposure)
    {
        if (!exposure.Audience.IsRiseFrom(now.Permitted.Audience)) return;
        RisesAreOpen(now, $"permitted {exposure.Audience}");
        var allowed = Desired.At(plan, ceiling, exposure.Audience.Members).Audience;
        Assert.False(exposure.Audience.IsRiseFrom(allowed), $"{exposure.Audience} is above {ceiling.Name(plan)}");
        Assert.True(plan.Ramp.Allows(now.Permitted.Audience.Percent, exposure.Audience.Percent), $"{now.Permitted.Audience.Percent} to {exposure.Audience.Percent} is above the plan's largest factor");
        foreach (var (member, share) in exposure.Audience.Members)
            Assert.True(share <= plan.Phases[now.Members[member].Phase].Members!.Steps[now.Members[member].Step].Share, $"{member} at {share}");
    }

    private void AWriteRisesOnlyWhenRisesAreOpen(RolloutState now, Effect.Write write)
    {
        Assert.Contains(write.Key, plan.Keys);
        var looser = plan.LooserOf(write.Key);
        if (write.Key.Kind == KeyKind.Setting && looser == Looser.Unknown) return;
        if (!write.Document.IsRiseFrom(now.Planned.GetValueOrDefault(write.Key)?.Document, looser)) return;
        Assert.True(write.Rise, $"{write} is a rise and does not say so");
        RisesAreOpen(now, $"{write.Key}: {write.Document}");
    }

    private void RisesAreOpen(RolloutState now, string what)
    {
        Assert.True(now.Holds.IsEmpty, $"{what} rises while held: {now.Holds.Values.FirstOrDefault()?.Cause}");
        Assert.True(now.Returning.IsEmpty, $"{what} rises during a way back");
        Assert.True(now.OpenDrill is null, $"{what} rises during a drill");
        Assert.True(now.Stage is RolloutStage.Running or RolloutStage.Watching, $"{what} rises while {now.Stage}");
        Assert.DoesNotContain(plan.Freezes, freeze => freeze.Holds(now.At));
    }

    private void AfterAWayBackExposureIsAtMostTheTargets(RolloutState now, WayBack back)
    {
        var target = Desired.At(plan, new(back.Phase, back.Step), now.Permitted.Audience.Members).Audience;
        Assert.False(now.Permitted.Audience.IsRiseFrom(target), $"back at {back.Target}, but {now.Permitted.Audience} is permitted");
        foreach (var (key, document) in now.Confirmed)
            if (document is KeyDocument.Dial { Enabled: true } dial)
                Assert.False(dial.Audience.IsRiseFrom(target), $"back at {back.Target}, but {key} stands at {dial}");
        Assert.All(now.Permitted.Audience.Members.Keys, member => Assert.True(now.Members[member].In && now.Members[member].Phase <= back.Phase && back.Step >= 0));
    }

    private void AtRestNothingStandsAboveThePermitted(RolloutState state)
    {
        if (!state.Governing || !state.Returning.IsEmpty) return;
        var allowed = Desired.At(plan, ceiling, state.Permitted.Audience.Members).Audience;
        Assert.False(state.Permitted.Audience.IsRiseFrom(allowed), $"{state.Permitted.Audience} is permitted above {ceiling.Name(plan)}");
        foreach (var (key, write) in state.Planned)
            if (write.Document is KeyDocument.Dial { Enabled: true } dial)
                Assert.False(dial.Audience.IsRiseFrom(state.Permitted.Audience), $"{key} is to be {dial}, permitted is {state.Permitted.Audience}");
    }

    private void FinishedStaysFinished(RolloutState before, Entry entry, RolloutState after)
    {
        Assert.Equal(before.Stage, after.Stage);
        Assert.Same(before.Permitted, after.Permitted);
        Assert.Same(before.Holds, after.Holds);
        foreach (var planned in entry.Events.OfType<RolloutEvent.EffectPlanned>())
            if (planned.Effect is Effect.Write write) Assert.True(IsThrown(write), $"{write.Key} is written to {write.Document} after the launch");
    }

    private bool IsThrown(Effect.Write write) => write.Document switch
    {
        KeyDocument.Switch { On: false } => plan.Flags[write.Key.Name].Use == FlagUse.KillSwitch,
        KeyDocument.Setting setting => plan.Settings[write.Key.Name].Dial is { } dial && setting.Value == SettingValue.Of(Percent.Zero, dial),
        _ => false,
    };

    private static void ARefusalChangesNothing(RolloutState before, Entry entry, RolloutState after, Outcome.Refused refused)
    {
        Assert.Empty(entry.Events);
        Assert.False(string.IsNullOrWhiteSpace(refused.Reason));
        Assert.Equal(before, after with { Seq = before.Seq, At = before.At, Decided = before.Decided });
        Assert.True(entry.Input.IsFromOutside, "what the engine offers itself is never refused");
    }
}
