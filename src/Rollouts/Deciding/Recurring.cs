namespace Rollouts;

/// <summary>
/// What fired and never cleared acts again once people have undone what it did: the launch goes on, the member is let in, the flag is on again, and what is measured since is as bad as before.
/// What was measured before says nothing: the window and the time it must last begin when it was undone.
/// </summary>
internal static class Recurring
{
    /// <param name="rule">The name it fired under.</param>
    /// <param name="sustained">How long it must have lasted to fire.</param>
    public static bool HasComeAgain(Turn turn, string rule, string member, Criterion.OfMetric criterion, TimeSpan sustained, Reaction reaction)
    {
        if (!turn.State.LastFired.TryGetValue(rule + "@" + member, out var acted)) return false;
        if (Undone(turn, reaction, member) is not { } undone || undone <= acted) return false;
        if (!Judging.IsRead(turn, criterion) || turn.Readings.GetValueOrDefault(Judging.KeyOf(turn.Plan, criterion, member)) is not { } reading) return false;
        var from = criterion.Over is null && turn.Plan.Metrics[criterion.Metric].IsLevel ? reading.At : reading.WantedFrom ?? reading.From;
        return reading.At > undone && from - sustained >= undone;
    }

    /// <summary>When people undid what the reaction does; null while it stands, and for one that only calls somebody.</summary>
    private static DateTimeOffset? Undone(Turn turn, Reaction reaction, string member) => reaction switch
    {
        { Move: Move.Pause or Move.Halt or Move.Back } => turn.State.WentOn,
        { Move: Move.Withdraw } => turn.State.Members.TryGetValue(member, out var track) && track.In ? track.Began : null,
        { Procedure: { } procedure } => On(turn.State, [.. turn.Plan.ProcedureNamed(procedure).Actions.OfType<ProcedureAction.TurnOff>().Select(action => action.Flag)]),
        _ => null,
    };

    private static DateTimeOffset? On(RolloutState state, string[] flags) =>
        flags.Length == 0 || flags.Any(state.Off.ContainsKey) ? null : flags.Max(flag => state.TurnedOn.TryGetValue(flag, out var at) ? at : (DateTimeOffset?)null);
}
