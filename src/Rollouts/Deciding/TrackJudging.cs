namespace Rollouts;

/// <summary>Whether the members' tracks pass their gates.</summary>
internal static class TrackJudging
{
    public static Judged Every(Turn turn)
    {
        var tracks = turn.State.Members.Values.Where(member => member.In).ToArray();
        if (tracks.Length == 0) return new(Verdict.NoData, 0, 0, "no member is let in");
        var open = tracks.Where(member => !Passes(turn, member)).Select(member => member.Member).ToArray();
        return open.Length == 0
            ? new(Verdict.Met, tracks.Length, 0, $"all {tracks.Length} pass")
            : new(Verdict.NoData, tracks.Length - open.Length, 0, "not passed yet: " + string.Join(", ", open));
    }

    public static Judged One(Turn turn, string member)
    {
        if (!turn.State.Members.TryGetValue(member, out var track) || !track.In) return new(Verdict.NoData, null, 0, $"{member} is not let in");
        if (!turn.State.Gates.TryGetValue(Gatekeeping.MemberGate(track), out var gate)) return new(Verdict.NoData, null, 0, "not judged yet");
        return Passes(turn, track) ? new(Verdict.Met, null, 0, $"{member} passes")
            : (gate.LastLook ?? gate.LastStatus) is null or nameof(GateStatus.Pending) ? new(Verdict.NoData, null, 0, $"{member} has not passed yet")
            : new(Verdict.Missed, null, 0, $"{member} did not pass its last review");
    }

    /// <summary>With reviews, the last one decides; without, once passed is passed.</summary>
    private static bool Passes(Turn turn, MemberTrack member) =>
        turn.State.Gates.TryGetValue(Gatekeeping.MemberGate(member), out var gate)
        && (gate.LastLook is { } look ? GateState.IsPass(look) : gate.LastReview is null ? gate.Passed : gate.ReviewsPassed > 0);
}
