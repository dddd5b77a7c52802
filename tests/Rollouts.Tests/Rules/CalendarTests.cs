namespace Rollouts.Tests.Rules;

/// <summary>Freezes, hours and dated windows hold back rises, and never a way back.</summary>
public class CalendarTests
{
    [Fact]
    public void A_freeze_holds_back_the_next_step_and_no_way_back()
    {
        var freeze = new Freeze(TestLaunch.Begin.AddDays(12), TestLaunch.Begin.AddDays(40), "the holidays");
        var launch = new TestLaunch(TestPlan.Plan with { Freezes = [freeze] });
        launch.GoTo("P1");
        launch.Virtual.RunUntil(TestLaunch.Begin.AddDays(39));
        Assert.Equal(10, launch.Exposed.Value);
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P0", null, "it hurts")));
        Assert.Equal(0, launch.Exposed.Value);
    }

    [Fact]
    public void When_the_freeze_ends_the_launch_goes_on_by_itself()
    {
        var freeze = new Freeze(TestLaunch.Begin.AddHours(-1), TestLaunch.Begin.AddDays(2), "the holidays");
        var launch = new TestLaunch(TestPlan.Plan with { Freezes = [freeze] });
        launch.Virtual.RunUntil(TestLaunch.Begin.AddDays(2).AddMinutes(-1));
        Assert.Empty(launch.Events.OfType<RolloutEvent.StepEntered>());
        launch.Minutes(10);
        Assert.Single(launch.Events.OfType<RolloutEvent.StepEntered>());
    }

    [Theory]
    [InlineData("2026-03-02T08:59:00Z", false)] // 09:59 in Berlin, a Monday
    [InlineData("2026-03-02T09:00:00Z", true)]
    [InlineData("2026-03-02T15:59:00Z", true)]
    [InlineData("2026-03-02T16:00:00Z", false)]
    [InlineData("2026-03-01T10:00:00Z", false)] // a Sunday
    [InlineData("2026-03-30T08:00:00Z", true)] // 10:00 in summer time
    public void Hours_are_those_of_the_plans_time_zone(string at, bool open)
    {
        var hours = new BusinessHours([DayOfWeek.Monday, DayOfWeek.Tuesday], new(10, 0), new(17, 0), "Europe/Berlin");
        Assert.Equal(open, hours.Open(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Outside_the_hours_nothing_rises()
    {
        var hours = new BusinessHours([DayOfWeek.Friday], new(10, 0), new(17, 0), "UTC");
        var launch = new TestLaunch(TestPlan.Plan with { Hours = hours });
        launch.Virtual.RunUntil(TestLaunch.Begin.AddDays(4).AddMinutes(59));
        Assert.Empty(launch.Events.OfType<RolloutEvent.StepEntered>());
        launch.Minutes(5);
        Assert.Single(launch.Events.OfType<RolloutEvent.StepEntered>());
    }

    [Fact]
    public void A_phase_is_not_entered_before_its_window()
    {
        var launch = Windowed(TestLaunch.Begin.AddDays(3), TestLaunch.Begin.AddDays(5));
        launch.Days(2.9);
        Assert.Empty(launch.Events.OfType<RolloutEvent.StepEntered>());
        launch.Days(0.2);
        Assert.Single(launch.Events.OfType<RolloutEvent.StepEntered>());
    }

    [Fact]
    public void After_a_missed_window_a_person_has_to_say_that_it_goes_on_all_the_same()
    {
        var launch = Windowed(TestLaunch.Begin.AddDays(-3), TestLaunch.Begin.AddDays(-1));
        launch.Days(1);
        Assert.Contains("was missed", Assert.Single(launch.State.Holds.Values).Cause);
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "a week late is fine"));
        launch.Minutes(10);
        Assert.Single(launch.Events.OfType<RolloutEvent.StepEntered>());
    }

    private static TestLaunch Windowed(DateTimeOffset from, DateTimeOffset until) =>
        new(TestPlan.Plan with { Phases = TestPlan.Plan.Phases.SetItem(0, TestPlan.Plan.Phases[0] with { Window = new(from, until) }) });
}
