using System.Globalization;
using Ingestion.Counts;
using LoadDriver;
using Rollouts.Engine;

namespace Rollouts.Cli.Demo;

/// <summary>What came of it, in the service's own counts.</summary>
internal static class DemoSummary
{
    public static int Tell(DemoTelling telling, DemoOptions options, Drained last, LoadReport load, PathsPage paths)
    {
        var state = last.State;
        Line(telling, "the launch", $"{state.Stage}, {state.Permitted.Audience.Percent} exposed, {state.WaysBackBegun} way(s) back, {state.Seq} journal entries, {telling.Elapsed.TotalSeconds:0.0} s");
        Line(telling, "requests", $"{load.Sent} sent; old path {paths.Old.Ok} ok, {paths.Old.Failed} failed; new path {paths.New.Ok} ok, {paths.New.Failed} failed; {paths.NewPathWorkspaces} workspaces saw the new path");
        var bad = paths.Episodes.FirstOrDefault(episode => episode.FirstBad is not null);
        if (bad?.FirstBadToLastServedMs is { } exposed)
            Line(telling, "taken back", $"{exposed:0} ms from the first bad request to the last request served by the new path, as the service counted ({bad.Failures} of {bad.Requests} requests failed)");
        var recovered = paths.Episodes.Where(episode => bad is not null && episode.Number > bad.Number).Sum(episode => episode.Failures);
        if (bad is not null) Line(telling, "recovered", $"{recovered} failures on the new path after the fix");
        var fine = state is { Stage: RolloutStage.Closed } && state.Permitted.Audience.Percent == Percent.All
            && (options.Fault ? state.WaysBackBegun == 1 && bad is not null && recovered == 0 : state.WaysBackBegun == 0);
        telling.Tell(fine ? "the demo did what it should" : "the demo did not do what it should", fine ? "green" : "red");
        return fine ? ExitCode.Fine : ExitCode.Failed;
    }

    private static void Line(DemoTelling telling, string name, FormattableString text) =>
        telling.Sum(name, text.ToString(CultureInfo.InvariantCulture));
}
