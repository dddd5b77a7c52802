using Rollouts.Cli.Tests.Pages;
using Rollouts.Cli.Verbs;
using Rollouts.Engine;

namespace Rollouts.Cli.Tests.Verbs;

/// <summary>The exit code that says how a launch is.</summary>
public sealed class ConditionTests
{
    private static readonly RolloutView Running = Views.Running;

    [Fact]
    public void A_launch_under_way_is_fine_and_not_at_rest() => Says(ExitCode.Fine, false, Running with { WaitsFor = [new("bake time", null, Views.Now)] });

    [Theory]
    [InlineData("Watching", ExitCode.Fine)]
    [InlineData("Closed", ExitCode.Fine)]
    [InlineData("Aborted", ExitCode.Failed)]
    public void The_end_is_at_rest(string stage, int code) => Says(code, true, Running with { Stage = stage });

    [Fact]
    public void A_way_back_under_way_is_failed_and_not_at_rest() => Says(ExitCode.Failed, false, Running with { WaysBack = [new(1, 7, "main", "P0", 0, 0, "errors", false)] });

    [Theory]
    [InlineData(HoldKind.Returned, ExitCode.Failed)]
    [InlineData(HoldKind.Halted, ExitCode.Failed)]
    [InlineData(HoldKind.Failed, ExitCode.Failed)]
    [InlineData(HoldKind.Paused, ExitCode.WaitsForPerson)]
    [InlineData(HoldKind.Drifted, ExitCode.WaitsForPerson)]
    public void A_hold_is_at_rest_until_someone_asks_to_resume(HoldKind kind, int code)
    {
        Says(code, true, Running with { Holds = [Views.Hold(kind)], Health = "Degraded" });
        Says(ExitCode.Fine, false, Running with { Holds = [Views.Hold(kind, "ann")], Health = "Degraded" });
    }

    [Fact]
    public void What_is_waited_for_from_a_person_is_exit_code_4_and_a_task_is_not() =>
        Assert.Multiple(
            () => Says(ExitCode.WaitsForPerson, true, Running with { WaitsFor = [new("approval of P2", "lead", null)] }),
            () => Says(ExitCode.Fine, false, Running with { WaitsFor = [new("approval of P2", "", null)] }),
            () => Says(ExitCode.Fine, false, Running with { WaitsFor = [new("task task-7: look", "lead", null)] }));

    [Fact]
    public void Too_little_data_alone_is_exit_code_5()
    {
        var view = Running with { Gates = [Views.Gate("P2#1", Views.Line("errors < 2%", Verdict.NoData, "no data"))] };
        Says(ExitCode.Inconclusive, false, view);
        Says(ExitCode.Fine, false, view with { WaitsFor = [new("bake time", null, Views.Now)] });
    }

    [Fact]
    public void A_feature_taken_back_without_a_hold_is_failed() => Says(ExitCode.Failed, true, Running with { Health = "Degraded" });

    private static void Says(int code, bool atRest, RolloutView view) => Assert.Equal((code, atRest), (Condition.Of(view).Code, Condition.Of(view).AtRest));
}
