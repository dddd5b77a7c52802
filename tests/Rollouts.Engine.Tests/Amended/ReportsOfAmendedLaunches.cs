using Rollouts.Engine.Tests.Messages;
using Rollouts.Engine.Tests.Reports;
using static Rollouts.Engine.Tests.Reports.Journals;

namespace Rollouts.Engine.Tests.Amended;

/// <summary>Review, board and export tell what was decided by the plan that decided it.</summary>
public class ReportsOfAmendedLaunches
{
    private static readonly CriterionLine Lax = Line("errors", Verdict.Met, 0.015, "1.5 % (15 of 1000), must be < 2 %");
    private static readonly CriterionLine Strict = Line("errors", Verdict.Missed, 0.015, "1.5 % (15 of 1000), must be < 1 %");

    [Fact]
    public void A_review_tells_phases_and_measurements_by_the_plan_of_their_time()
    {
        var review = new CheckoutLaunch().Asked().AmendedBy(AmendedCheckout.Stricter).Approved().Review();

        Assert.Equal([("P1", "One in ten"), ("P2", "All of them")], review.Phases.Select(phase => (phase.Phase, phase.Title)));
        Assert.All(review.Phases, phase => Assert.NotNull(phase.Exposed));
        Assert.NotNull(review.Phases[0].Passed);
        var earlier = Assert.Single(review.EarlierPlans);
        Assert.Equal((CheckoutLaunch.Plan.Hash, "U0LEAD", AmendedCheckout.Reason), (earlier.PlanHash, earlier.ChangedBy, earlier.Reason));
        Assert.Equal((AmendedCheckout.Stricter.Hash, CheckoutLaunch.Begin), (review.PlanHash, earlier.From));
        Assert.Contains(earlier.Measured, line => line is { Rule: "error_rate over 1d < 2%", Verdict: Verdict.Met });
        Assert.DoesNotContain(earlier.Measured, line => line.Rule == "error_rate over 1d < 1%");
        Assert.Contains(review.Measured, line => line is { Rule: "error_rate over 1d < 1%", Verdict: Verdict.Met });
        Assert.DoesNotContain(review.Measured, line => line.Rule == "error_rate over 1d < 2%");
        Assert.Contains(review.Decisions, decision => decision is { What: "amend", Refused: null });

        var text = LaunchReviewText.Markdown(review);
        Assert.Contains("| P1 One in ten |", text, StringComparison.Ordinal);
        Assert.Contains($"\n### By the plan {CheckoutLaunch.Plan.Hash[..12]}, until 2026-03-03 09:00 UTC\n\nU0LEAD changed it: {AmendedCheckout.Reason}\n\n| Criterion | Verdict | Value |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phase_that_the_changed_plan_does_not_have_any_more_is_told_all_the_same()
    {
        var launch = new CheckoutLaunch().InEverybody().RolledBack().AmendedBy(AmendedCheckout.WithAnotherPhase);
        Assert.Equal([("P1", "One in ten"), ("P2", "Everybody")], launch.Review().Phases.Select(phase => (phase.Phase, phase.Title)));
        Assert.Contains(DayExport.Rows(launch.Virtual.History, null), row => row.Key == "phase-entered" && row.Text.Contains("\"title\":\"P2 Everybody\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_launch_whose_plan_was_never_changed_has_no_earlier_plans()
    {
        var review = new CheckoutLaunch().InEverybody().Review();
        Assert.Empty(review.EarlierPlans);
        Assert.DoesNotContain("By the plan", LaunchReviewText.Markdown(review), StringComparison.Ordinal);
    }

    [Fact]
    public void Reviews_by_changed_criteria_stand_in_a_table_of_their_own()
    {
        var journal = new Journals()
            .At(Day(6), new RolloutEvent.ReviewHeld("P1#1", "Pass", true, Lines(Lax)))
            .Amended(Day(7), AmendedCheckout.Stricter, "one | percent")
            .At(Day(13), new RolloutEvent.ReviewHeld("P1#1", "Pending", true, Lines(Strict)));

        Assert.Equal(
            """
            # Checkout: tracking board

            | Week of | Phase | errors | Gate status | Notes |
            |---|---|---:|---|---|
            | 2026-03-06 | P1 | 1.5 % | Pass |  |

            By the criteria since 2026-03-07, changed by ann: one \| percent

            | Week of | Phase | errors | Gate status | Notes |
            |---|---|---:|---|---|
            | 2026-03-13 | P1 | **1.5 %** | Pending | errors missed |

            """,
            Board.Markdown("Checkout", Board.Rows(journal.History(CheckoutLaunch.Plan, AmendedCheckout.Stricter))));
    }

    [Fact]
    public void A_change_that_asks_nothing_else_of_gates_leaves_the_board_one_table()
    {
        var renamed = AmendedCheckout.Changed(("title: One in ten", "title: The first tenth"));
        var journal = new Journals()
            .At(Day(6), new RolloutEvent.ReviewHeld("P1#1", "Pass", true, Lines(Lax)))
            .Amended(Day(7), renamed, "a better name")
            .At(Day(13), new RolloutEvent.ReviewHeld("P1#1", "Pass", true, Lines(Lax)));

        Assert.Single(Board.Groups(Board.Rows(journal.History(CheckoutLaunch.Plan, renamed))));
    }

    [Fact]
    public void An_export_tells_each_line_in_the_time_zone_with_the_titles_and_the_hash_of_its_plan()
    {
        var inRome = AmendedCheckout.Changed(("title: New checkout\n", "title: New checkout\ntimezone: Europe/Rome\n"), ("title: One in ten", "title: The first tenth"));
        var history = new Journals()
            .At(Day(3, 23.5), new RolloutEvent.PhaseEntered(0, 1))
            .Amended(Day(4), inRome, "we moved")
            .At(Day(4, 23.5), new RolloutEvent.PhaseEntered(0, 2))
            .History(CheckoutLaunch.Plan, inRome);

        var third = Assert.Single(DayExport.Rows(history, new(2026, 3, 3)));
        Assert.Equal((1, """{"phase":0,"attempt":1,"title":"P1 One in ten"}""", CheckoutLaunch.Plan.Hash), (third.Seq, third.Text, third.Plan));
        Assert.All(DayExport.Rows(history, new(2026, 3, 4)), row => Assert.Equal((2, CheckoutLaunch.Plan.Hash), (row.Seq, row.Plan)));
        var fifth = Assert.Single(DayExport.Rows(history, new(2026, 3, 5)));
        Assert.Equal((3, """{"phase":0,"attempt":2,"title":"P1 The first tenth"}""", inRome.Hash), (fifth.Seq, fifth.Text, fifth.Plan));
    }
}
