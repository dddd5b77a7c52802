using System.Collections.Immutable;

namespace Rollouts.Tests;

public class MembersTests
{
    private const string Limit = "UploadsPerDay";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Gate Healthy = TestPlan.Gate("P1 member", TestPlan.Below("errors", 0.05));

    /// <summary>Two members let in one after the other during P1; a report takes one back, another limits uploads.</summary>
    private static readonly Plan Plan = TestPlan.Plan with
    {
        Phases = TestPlan.Plan.Phases.SetItem(1, TestPlan.Plan.Phases[1] with
        {
            Members = new([new(Hour, ["north", "south"], Rollouts.Gate.Open("P1 wave 1"))], Hour, [new(new(50), Hour, Rollouts.Gate.Open("")), new(Percent.All, TimeSpan.Zero, Rollouts.Gate.Open(""))], Healthy, null, null),
        }),
        Metrics = TestPlan.Plan.Metrics.SetItem("errors", TestPlan.Metric("errors", 50) with { ScopeLabel = "community" }),
        Settings = Sorted.Empty<GovernedSetting>().Add(Limit, new(Limit, "unlimited", Looser.Up, null)),
        Procedures = Sorted.Empty<Procedure>().Add("limit", new("limit", [new ProcedureAction.SetSetting(Limit, "10")])),
        Triggers =
        [
            new("complaints", "reports(complaint) >= 2", new Criterion.OfTally(Tally.ReportsByKey, "complaint", null, Comparison.AtLeast, 2, TimeSpan.Zero), new(new Move.Withdraw(), null, null), true, null, null),
            new("floods", "reports(flood) >= 1", new Criterion.OfTally(Tally.Reports, "flood", null, Comparison.AtLeast, 1, TimeSpan.Zero), new(null, "limit", null), false, null, null),
        ],
    };

    [Fact]
    public void Members_are_let_in_one_at_a_time_and_climb_on_their_own_gate()
    {
        var launch = At(1.1);
        Assert.Equal("10 %; members north 50 %", launch.State.Permitted.Audience.ToString());
        launch.Minutes(60);
        Assert.Equal("10 %; members north, south 50 %", launch.State.Permitted.Audience.ToString());
        launch.Minutes(60);
        Assert.Equal("10 %; members north, south", launch.State.Permitted.Audience.ToString());
    }

    [Fact]
    public void A_trigger_about_a_member_takes_that_one_back_and_the_others_stay()
    {
        var launch = At(4);
        Complain(launch, "south", 1);
        Assert.True(launch.State.Members["south"].In);
        Complain(launch, "south", 1);
        Assert.False(launch.State.Members["south"].In);
        Assert.True(launch.State.Members["north"].In);
        Assert.Empty(launch.State.Holds);
        Assert.Equal("10 %; denied group:south; members north", launch.Flag(TestPlan.Dial)!.ToString());
    }

    [Fact]
    public void A_report_that_names_no_member_is_about_each_of_them()
    {
        var launch = At(4);
        Complain(launch, null, 2);
        Assert.False(launch.State.Members["south"].In);
        Assert.False(launch.State.Members["north"].In);
    }

    [Fact]
    public void Reports_about_different_things_or_members_are_not_added_up()
    {
        var launch = At(4);
        Complain(launch, "south", 1, "late");
        Complain(launch, "south", 1, "wrong");
        Complain(launch, "north", 1, "late");
        Assert.All(launch.State.Members.Values, member => Assert.True(member.In));
    }

    [Fact]
    public void A_member_that_was_taken_back_alone_comes_back_only_when_someone_asks()
    {
        var launch = At(4);
        Complain(launch, "south", 2);
        launch.Days(3);
        Assert.False(launch.State.Members["south"].In);
        ReAdmit(launch, "south");
        Assert.True(launch.State.Members["south"] is { In: true, Attempt: 2, Step: 0 });
    }

    [Fact]
    public void A_member_let_in_again_is_taken_back_again_by_as_many_new_reports()
    {
        var launch = At(4);
        Complain(launch, "south", 2);
        ReAdmit(launch, "south");
        Complain(launch, "south", 1);
        Assert.True(launch.State.Members["south"].In);
        Complain(launch, "south", 1);
        Assert.False(launch.State.Members["south"].In);
    }

    [Fact]
    public void A_member_let_in_again_after_a_way_back_does_not_count_as_passed_by_an_attempt_before()
    {
        var launch = At(4);
        Complain(launch, "south", 2);
        ReAdmit(launch, "south");
        launch.Days(1);
        Assert.True(launch.State.Gates["south#2"].Passed);
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P0", null, "bad"));
        launch.Mark("Root cause fixed");
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "fixed"));
        launch.GoTo("P1");
        launch.World["errors"] = 0.07;
        launch.Days(1);
        var south = launch.State.Members["south"];
        Assert.True(south is { In: true, Step: 0 });
        Assert.False(launch.State.Gates[$"south#{south.Attempt}"].Passed);
    }

    [Fact]
    public void A_member_is_not_let_in_again_while_the_launch_is_back_before_its_phase()
    {
        var launch = At(4);
        Complain(launch, "south", 2);
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P0", null, "bad"));
        launch.Mark("Root cause fixed");
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "fixed"));
        Assert.Equal("P0", launch.Phase);
        Assert.Equal("south is let in by P1, and the launch is at P0", launch.Refusal((id, at) => new Input.ReArm(id, at, TestLaunch.Lead, "south", "")));
        launch.Days(1);
        Assert.Empty(launch.State.Permitted.Audience.Members);
    }

    [Fact]
    public void Taking_a_member_back_leaves_the_settings_as_procedures_set_them()
    {
        var launch = At(4);
        launch.Give((id, at) => new Input.Report(id, at, TestLaunch.Lead, "flood", "", null, ""));
        Assert.Equal("10", Setting(launch));
        Complain(launch, "south", 2);
        Assert.Equal("10", Setting(launch));
    }

    [Fact]
    public void A_way_back_before_the_members_phase_takes_every_member_back_and_a_resume_lets_them_in_anew()
    {
        var launch = At(4);
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P0", null, "bad"));
        Assert.All(launch.State.Members.Values, member => Assert.True(member is { In: false, Alone: false }));
        launch.Mark("Root cause fixed");
        launch.Give((id, at) => new Input.Resume(id, at, TestLaunch.Lead, "fixed"));
        launch.GoTo("P1");
        launch.Minutes(62);
        Assert.True(launch.State.Members["north"].In);
    }

    [Fact]
    public void A_way_back_to_members_alone_is_written_though_one_that_was_taken_back_before_is_denied()
    {
        var phase = Plan.Phases[1];
        var membersAlone = phase with { Steps = [.. phase.Steps.Select(step => step with { Exposure = step.Exposure with { Audience = AudienceExposure.None } })] };
        var launch = new TestLaunch(Plan with { Phases = Plan.Phases.SetItem(1, membersAlone) });
        launch.GoTo("P2");
        Complain(launch, "south", 2);
        Assert.Equal("40 %; denied group:south; members north", launch.Flag(TestPlan.Dial)!.ToString());

        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, "P1", null, "bad"));

        Assert.Equal("0 %; denied group:south; members north", launch.Flag(TestPlan.Dial)!.ToString());
    }

    [Fact]
    public void Rolling_back_a_member_that_is_not_let_in_is_refused()
    {
        var launch = At(1.1);
        Assert.Equal("the launch has no member 'south'", Refusal(launch, "south"));
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, null, "north", "asked for"));
        Assert.Equal("north is not let in", Refusal(launch, "north"));
    }

    [Fact]
    public void A_members_gate_does_not_take_the_reading_away_that_the_next_phase_waits_for()
    {
        var phases = Plan.Phases.SetItem(1, Plan.Phases[1] with { Members = Plan.Phases[1].Members! with { Gate = TestPlan.Gate("P1 member", TestPlan.Below("latency", 0.05)) } })
            .SetItem(2, Plan.Phases[2] with { Exit = TestPlan.Gate("P2", TestPlan.Below("latency", 0.05)) });
        var launch = new TestLaunch(Plan with { Phases = phases });
        launch.GoTo("P2");
        Assert.Equal(launch.State.Main.AttemptBegan, Next.ReadingsOf(launch.Plan, launch.State, launch.Virtual.Now).Single(wanted => wanted.Key is { Metric: "latency", Over: null }).From);
        launch.GoTo("P3");
    }

    private static string? Refusal(TestLaunch launch, string member) =>
        launch.Refusal((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, null, member, ""));

    private static string Setting(TestLaunch launch) => launch.State.Confirmed[GovernedKey.Setting(Limit)].ToString()!;

    private static void Complain(TestLaunch launch, string? member, int times, string key = "late")
    {
        for (var i = 0; i < times; i++)
        {
            launch.Minutes(1);
            launch.Give((id, at) => new Input.Report(id, at, Actor.Of("a user"), "complaint", key, member, ""));
        }
    }

    private static void ReAdmit(TestLaunch launch, string member)
    {
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.ReArm(id, at, TestLaunch.Lead, member, "fixed")));
        launch.Minutes(5);
    }

    /// <summary>The launch so many hours after P1 began.</summary>
    private static TestLaunch At(double hours)
    {
        var launch = new TestLaunch(Plan);
        launch.GoTo("P1");
        launch.Minutes((hours * 60) - 5);
        return launch;
    }
}
