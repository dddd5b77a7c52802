namespace Rollouts.Engine;

/// <summary>Names what one driver sees a launch through: <c>prepare.1</c>, <c>P2.1</c>, after a way back <c>P1.2</c>, at last <c>watch.2</c> and <c>closed.2</c>.</summary>
/// <remarks>The names stand in histories of launches under way, and lead from a launch to its drivers: they do not change.</remarks>
public static class DriveStage
{
    private const int Longest = 24;

    /// <summary>Phase and attempt, in characters that every store of drivers takes for a name.</summary>
    public static string Of(Plan plan, RolloutState state) => FormattableString.Invariant($"{NameOf(plan, state)}.{state.Main.Attempt}");

    private static string NameOf(Plan plan, RolloutState state) => state.Stage switch
    {
        RolloutStage.New or RolloutStage.Preparing => "prepare",
        RolloutStage.Watching => "watch",
        RolloutStage.Closed or RolloutStage.Aborted => "closed",
        _ => Plain(plan.Phases[state.Main.Phase].Name),
    };

    private static string Plain(string name) =>
        new([.. name.Take(Longest).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
}
