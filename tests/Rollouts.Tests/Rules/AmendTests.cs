using System.Collections.Immutable;

namespace Rollouts.Tests.Rules;

/// <summary>A running launch goes on by a changed plan: what is to come may change, nothing rises by it, and what was approved is void.</summary>
public class AmendTests
{
    private static readonly Plan Before = TestPlan.Plan with { Triggers = [] };

    [Fact]
    public void The_launch_goes_on_by_the_changed_plan_and_what_was_approved_is_asked_anew()
    {
        var launch = AtRequest();
        var asked = launch.Request()!.Request;
        launch.Approve(TestLaunch.Lead);
        Assert.IsType<Outcome.Accepted>(launch.Virtual.Amend(Changed(phases => phases.SetItem(2, phases[2] with { Steps = phases[2].Steps.RemoveAt(2) })), TestLaunch.Lead, "no step at 50 %"));
        Assert.Equal(asked, Assert.Single(launch.Events.OfType<RolloutEvent.ApprovalVoided>()).Request);
        Assert.Equal("changed", launch.State.PlanHash);
        launch.Minutes(10);
        Assert.NotEqual(asked, launch.Request()!.Request);
        Assert.Empty(launch.Request()!.Given);
        Assert.Equal(10, launch.Exposed.Value);
        launch.Approve(TestLaunch.Lead, TestLaunch.Product);
        launch.Days(30);
        Assert.DoesNotContain(launch.Events.OfType<RolloutEvent.ExposureSet>(), set => set.Exposure.Audience.Percent.Value == 50);
    }

    [Fact]
    public void The_journal_folded_with_each_plan_from_its_entry_on_gives_the_same_state()
    {
        var launch = AtRequest();
        var to = Changed(phases => phases.SetItem(3, phases[3] with { Title = "All of them" }));
        launch.Virtual.Amend(to, TestLaunch.Lead, "a better name");
        launch.Days(3);
        var folded = DecidedEntry.Of(Before, launch.Virtual.Journal.Select(EntryChain.Write).Select(EntryChain.Read), _ => to)
            .Aggregate(Ledger.Empty, (ledger, decided) => ledger.Fold(decided.Plan, decided.Entry));

        Assert.Equal(StateText.Of(launch.State), StateText.Of(folded.State));
    }

    [Fact]
    public void The_state_remembers_each_change_and_the_phases_of_before()
    {
        var launch = AtRequest();
        launch.Virtual.Amend(Changed(phases => phases.SetItem(3, phases[3] with { Name = "Other" })), TestLaunch.Lead, "a better name");
        var amendment = Assert.Single(launch.State.Amendments);
        Assert.Equal((launch.State.Seq, TestLaunch.Lead.Id, "a better name", Before.Hash), (amendment.Seq, amendment.By, amendment.Reason, amendment.PlanHash));
        Assert.Equal(Before.Phases.Select(phase => phase.Name), amendment.Phases);
    }

    [Fact]
    public void A_gate_that_is_made_stricter_is_judged_anew_and_a_streak_begins_anew()
    {
        var held = TestPlan.Gate("P1", TestPlan.Below("errors", 0.05)) with { Holding = new Holding.Continuously(2 * TestPlan.Day) };
        var launch = new TestLaunch(Before with { Phases = Before.Phases.SetItem(1, Before.Phases[1] with { Exit = held }) });
        launch.GoTo("P1");
        launch.Days(1.5);
        Assert.NotNull(launch.State.Gates["P1#1"].PassingSince);
        launch.Virtual.Amend(launch.Plan with { Hash = "changed", Phases = launch.Plan.Phases.SetItem(1, launch.Plan.Phases[1] with { Exit = held with { Criteria = [TestPlan.Below("errors", 0.001)] } }) }, TestLaunch.Lead, "stricter");
        Assert.Null(launch.State.Gates["P1#1"].PassingSince);
        launch.Days(12);
        Assert.Equal("P1", launch.Phase);
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "same", "this is the plan that the launch runs by" },
        { "other name", "the launch runs by test, and this is other" },
        { "another flag", "the flags and settings that a launch governs, their label and values are claimed at its start and stay as they are" },
        { "passed phase gone", "P0 was entered: it stays where it is" },
        { "present phase gone", "P1 was entered: it stays where it is" },
        { "more people in", "P1 step 1 was exposed: a changed plan lets nobody more in by it" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_was_passed_or_is_governed_stays(string change, string reason)
    {
        var launch = AtRequest();
        var to = change switch
        {
            "same" => Before,
            "other name" => Before with { Name = "other", Hash = "changed" },
            "another flag" => Before with { Hash = "changed", Flags = Before.Flags.Add("more", new("more", FlagUse.Feature, "", null, true)) },
            "passed phase gone" => Changed(phases => phases.RemoveAt(0)),
            "present phase gone" => Changed(phases => phases.RemoveAt(1)),
            _ => Changed(phases => phases.SetItem(1, phases[1] with { Steps = [phases[1].Steps[0] with { Exposure = TestPlan.Exposure(15) }] })),
        };
        var before = launch.State.Seq;
        Assert.Equal(reason, Assert.IsType<Outcome.Refused>(launch.Virtual.Amend(to, TestLaunch.Lead, "so")).Reason);
        Assert.Equal(before + 1, launch.State.Seq);
        Assert.NotNull(launch.Request());
    }

    [Fact]
    public void While_it_is_taken_back_the_plan_stays_and_a_gate_that_a_hold_waits_for_stays()
    {
        var launch = AtRequest();
        launch.Virtual.CarriesOut = false;
        launch.Give((id, at) => new Input.RollBack(id, at, TestLaunch.Lead, null, null, "it hurts"));
        Assert.Contains("a way back is under way", Assert.IsType<Outcome.Refused>(launch.Virtual.Amend(Changed(phases => phases), TestLaunch.Lead, "so")).Reason);
        launch.Virtual.CarriesOut = true;
        launch.Virtual.CarryOut();
        launch.Minutes(30);
        var without = Changed(phases => phases) with { Gates = Sorted.Empty<Gate>() };
        Assert.Contains("waits for the gate 'resume'", Assert.IsType<Outcome.Refused>(launch.Virtual.Amend(without, TestLaunch.Lead, "so")).Reason);
    }

    [Fact]
    public void It_needs_a_reason_and_a_role()
    {
        var launch = AtRequest();
        Assert.Equal("say why the plan is changed", Assert.IsType<Outcome.Refused>(launch.Virtual.Amend(Changed(phases => phases), TestLaunch.Lead, " ")).Reason);
        Assert.Contains("has no role", Assert.IsType<Outcome.Refused>(launch.Virtual.Amend(Changed(phases => phases), Actor.Of("passer-by"), "so")).Reason);
    }

    private static Plan Changed(Func<ImmutableArray<Phase>, ImmutableArray<Phase>> change) => Before with { Hash = "changed", Phases = change(Before.Phases) };

    /// <summary>A launch at P1, 10 %, that asks for its approval.</summary>
    private static TestLaunch AtRequest()
    {
        var launch = new TestLaunch(Before);
        launch.GoTo("P1");
        launch.Virtual.RunFor(TimeSpan.FromDays(20), () => launch.Request() is not null);
        return launch;
    }
}
