using System.Collections.Immutable;

namespace Rollouts;

/// <summary>Ways back: the fence, the leading flag actions at once, then the procedure in order (design §6).</summary>
internal static class TakingBack
{
    public static string? RollBack(Turn turn, Input.RollBack back)
    {
        if (Permissions.Refusal(turn.Plan, "roll-back", back.By) is { } refusal) return refusal;
        var cause = $"{back.By} rolled back: {back.Reason}";
        if (back.Member is { } member)
        {
            if (!turn.State.Members.TryGetValue(member, out var track)) return $"the launch has no member '{member}'";
            if (!track.In) return $"{member} is not let in";
            Withdraw(turn, member, cause, null);
            return null;
        }

        if (!turn.State.Governing) return "nothing is exposed yet";
        if (Parse(turn, back.Target) is not { } target) return $"'{back.Target}' is no step of this plan: name a phase, 'P2 step 1', previous step, previous phase or nobody";
        var exposed = Position.Exposed(turn.Plan, turn.State.Main);
        if (target > exposed) return $"a way back cannot lead forward: the launch is at {exposed.Name(turn.Plan)}, asked was {target.Name(turn.Plan)}";
        if (turn.State.Main.Stage == TrackStage.Returned && target == exposed) return $"the launch is already back at {exposed.Name(turn.Plan)}";
        Begin(turn, target, cause, null, null);
        return null;
    }

    /// <summary>Takes everything back and ends the launch; where nothing was exposed yet there is nothing to take back.</summary>
    public static string? Abort(Turn turn, Input.Abort abort)
    {
        if (Permissions.Refusal(turn.Plan, "abort", abort.By) is { } refusal) return refusal;
        if (turn.State.Stage == RolloutStage.Aborting) return "the launch is being aborted already";
        turn.Add(new RolloutEvent.AbortBegun(abort.By.Id, abort.Reason));
        if (turn.State.Governing) Begin(turn, Position.Nobody, $"{abort.By} aborted: {abort.Reason}", null, null);
        return null;
    }

    /// <summary>A way back that a rule asks for. One that leads no further back than the launch already is begins nothing.</summary>
    public static void BackTo(Turn turn, Position target, string cause, string? resumeGate, string? procedure)
    {
        var exposed = Position.Exposed(turn.Plan, turn.State.Main);
        if (target >= exposed && (turn.State.Main.Stage == TrackStage.Returned || exposed.Step < 0)) return;
        Begin(turn, target < exposed ? target : exposed, cause, resumeGate, procedure);
    }

    public static Position Resolve(Turn turn, BackTarget target)
    {
        var exposed = Position.Exposed(turn.Plan, turn.State.Main);
        return target switch
        {
            BackTarget.PreviousStep => exposed.Before(turn.Plan),
            BackTarget.PreviousPhase => Position.LastOf(turn.Plan, exposed.Phase - 1),
            BackTarget.Named named => Named(turn.Plan, named.Phase, named.Step) ?? Position.Nobody,
            BackTarget.Nobody => Position.Nobody,
            _ => throw new InvalidOperationException($"unknown target {target.GetType().Name}"),
        };
    }

    /// <summary>Takes one member back alone; the others stay, and their raises under way are decided anew.</summary>
    public static void Withdraw(Turn turn, string member, string cause, string? procedure)
    {
        if (!turn.State.Members.TryGetValue(member, out var track) || !track.In) return;
        var number = turn.State.WaysBackBegun + 1;
        turn.Add(new RolloutEvent.WayBackBegun(number, member, "without " + member, turn.State.Main.Phase, turn.State.Main.Step, cause));
        turn.Add(new RolloutEvent.MemberWithdrawn(member, true));
        Exposing.PermitMember(turn, member, null);
        Stamp(turn, []);
        if (procedure is not null) Procedures.Start(turn, procedure, cause, member, WayBack.RunOf(number));
    }

    /// <summary>Fences completed, ways back ended.</summary>
    public static void Progress(Turn turn)
    {
        foreach (var back in turn.State.Returning.Values.ToArray())
        {
            // A later lowering that took the place of a stamp stamps the key in its stead: so no write may be pending.
            if (!back.Fenced && !turn.State.Pending.Values.Any(pending => pending.Effect is Effect.Write)) turn.Add(new RolloutEvent.Fenced(back.Number));
            if (!turn.State.Returning[back.Number].Fenced || turn.State.Runs.ContainsKey(back.Run)) continue;
            if (turn.State.Pending.Values.Any(pending => pending.Effect is Effect.Write { Rise: false })) continue;
            turn.Add(new RolloutEvent.WayBackEnded(back.Number));
        }

        if (turn.State is { Stage: RolloutStage.Aborting, Returning.IsEmpty: true } && Closing.IsQuiet(turn))
            Closing.Finish(turn, "aborted", turn.Input.By.Id);
    }

    /// <summary>What restoring the exposure of the target sets: never more than is permitted now.</summary>
    public static void Restore(Turn turn, Position target)
    {
        foreach (var member in turn.State.Members.Values.Where(member => member.In && (member.Phase > target.Phase || target.Step < 0)).ToArray())
            turn.Add(new RolloutEvent.MemberWithdrawn(member.Member, false));
        var staying = turn.State.Permitted.Audience.Members
            .Where(member => turn.State.Members[member.Key].In)
            .ToImmutableSortedDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal);
        Exposing.Lower(turn, target, staying);
    }

    private static void Begin(Turn turn, Position target, string cause, string? resumeGate, string? procedure)
    {
        foreach (var earlier in turn.State.Returning.Values.Where(back => back.Track == Track.Main).ToArray()) Supersede(turn, earlier);
        var number = turn.State.WaysBackBegun + 1;
        var name = procedure ?? turn.Plan.WayBack.Name;
        Approving.VoidAll(turn, $"the launch is taken back to {target.Name(turn.Plan)}: {cause}");
        turn.Add(new RolloutEvent.WayBackBegun(number, Track.Main, target.Name(turn.Plan), target.Phase, target.Step, cause));
        if (turn.State.Stage != RolloutStage.Aborting)
            Pausing.Hold(turn, HoldKind.Returned, $"back to {target.Name(turn.Plan)}: {cause}", resumeGate ?? turn.Plan.ResumeWayBack ?? ReArmOf(turn.Plan, name));
        if (!turn.Plan.ProcedureNamed(name).Actions.Any(action => action is ProcedureAction.RestoreExposure)) Restore(turn, target);
        Stamp(turn, Procedures.Start(turn, name, cause, Track.Main, WayBack.RunOf(number)));
    }

    private static void Supersede(Turn turn, WayBack earlier)
    {
        if (turn.State.Runs.ContainsKey(earlier.Run)) turn.Add(new RolloutEvent.ProcedureEnded(earlier.Run));
        turn.Add(new RolloutEvent.WayBackEnded(earlier.Number));
    }

    /// <summary>Stamps every key that the leading actions did not write in this very entry, at its last certain or lower document.</summary>
    private static void Stamp(Turn turn, IReadOnlyCollection<GovernedKey> written)
    {
        foreach (var key in Exposing.Written(turn).Where(key => !written.Contains(key)).ToArray())
        {
            var looser = turn.Plan.LooserOf(key);
            var certain = Exposing.Certain(turn, key);
            var desired = Desired.Document(turn.Plan, turn.State, key);
            var document = key.Kind == KeyKind.Setting && looser == Looser.Unknown ? certain : Desired.Lower(certain, desired, looser);
            Exposing.Write(turn, key, document, rise: false, stamp: true);
        }
    }

    private static string? ReArmOf(Plan plan, string procedure) => plan.ProcedureNamed(procedure).Actions
        .OfType<ProcedureAction.TurnOff>().Select(action => plan.Flags[action.Flag].ReArm).FirstOrDefault(gate => gate is not null);

    private static Position? Parse(Turn turn, string? target)
    {
        if (string.IsNullOrWhiteSpace(target) || target == "previous step") return Resolve(turn, new BackTarget.PreviousStep());
        if (target == "previous phase") return Resolve(turn, new BackTarget.PreviousPhase());
        if (target == "nobody") return Position.Nobody;
        var at = target.LastIndexOf(" step ", StringComparison.Ordinal);
        return at > 0 && int.TryParse(target.AsSpan(at + 6), System.Globalization.CultureInfo.InvariantCulture, out var step)
            ? Named(turn.Plan, target[..at], step)
            : Named(turn.Plan, target, null);
    }

    private static Position? Named(Plan plan, string phase, int? step)
    {
        for (var i = 0; i < plan.Phases.Length; i++)
        {
            if (plan.Phases[i].Name != phase) continue;
            if (step is null) return Position.LastOf(plan, i);
            return step >= 1 && step <= plan.Phases[i].Steps.Length ? new(i, step.Value - 1) : null;
        }

        return null;
    }
}
