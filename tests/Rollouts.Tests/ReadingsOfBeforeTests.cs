using Rollouts.Simulation;

namespace Rollouts.Tests;

public class ReadingsOfBeforeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_counter_that_is_counted_from_the_sample_before_the_attempt_is_read_for_the_attempt()
    {
        var launch = Launch((wanted, at) => Fine(wanted, at) with { From = wanted.From - Minute, WantedFrom = wanted.From });
        launch.RunFor(4 * TestPlan.Day);
        Assert.Contains(launch.State.Gates.Values, gate => gate.Approval is not null);
    }

    [Fact]
    public void A_reading_that_was_wanted_for_an_earlier_attempt_says_nothing_about_this_one()
    {
        var launch = Launch((wanted, at) => Fine(wanted, at) with { WantedFrom = wanted.From - Minute });
        launch.RunFor(4 * TestPlan.Day);
        Assert.DoesNotContain(launch.State.Gates.Values, gate => gate.Approval is not null);
    }

    private static VirtualLaunch Launch(Func<ReadingWanted, DateTimeOffset, Reading> world)
    {
        var launch = new VirtualLaunch(TestPlan.Plan, TestLaunch.Begin, world);
        launch.Start("launch", TestLaunch.Lead);
        return launch;
    }

    private static Reading Fine(ReadingWanted wanted, DateTimeOffset at) => new(wanted.Key, at, wanted.From, 0.01, 1000, 10, 1000, "test", null);
}
