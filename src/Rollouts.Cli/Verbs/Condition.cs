using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>How a launch is, in the words of exit codes (design §9).</summary>
/// <param name="AtRest">Time and data alone will not change it.</param>
internal sealed record Condition(int Code, bool AtRest)
{
    private static readonly Condition Through = new(ExitCode.Fine, true);
    private static readonly Condition UnderWay = new(ExitCode.Fine, false);
    private static readonly Condition BeingTakenBack = new(ExitCode.Failed, false);
    private static readonly Condition TakenBack = new(ExitCode.Failed, true);
    private static readonly Condition WaitsForPerson = new(ExitCode.WaitsForPerson, true);
    private static readonly Condition Inconclusive = new(ExitCode.Inconclusive, false);

    public static Condition Of(RolloutView view)
    {
        if (view.Stage == nameof(RolloutStage.Aborted)) return TakenBack;
        if (view.Stage == nameof(RolloutStage.Closed)) return Through;
        if (!view.WaysBack.IsEmpty || view.Stage == nameof(RolloutStage.Aborting)) return BeingTakenBack;
        if (view.Holds.Any(hold => hold is { AskedBy: null, Kind: HoldKind.Returned or HoldKind.Halted or HoldKind.Failed })) return TakenBack;
        if (view.Holds.IsEmpty && view.Health == "Degraded") return TakenBack;
        if (view.Holds.IsEmpty && view.Stage == nameof(RolloutStage.Watching)) return Through;
        if (view.Holds.Any(hold => hold.AskedBy is null) || view.WaitsFor.Any(IsForPerson)) return WaitsForPerson;
        return view.WaitsFor.All(wait => wait.Until is null) && view.Gates.Any(HasTooLittle) ? Inconclusive : UnderWay;
    }

    /// <summary>A task is someone's work beside the launch; it holds nothing up by itself.</summary>
    private static bool IsForPerson(Wait wait) => !string.IsNullOrEmpty(wait.Who) && !wait.What.StartsWith("task ", StringComparison.Ordinal);

    private static bool HasTooLittle(GateView gate) => gate.Standing.Lines.Any(line => line.Verdict is Verdict.NoData or Verdict.Error);
}
