using static Rollouts.Engine.Tests.Reports.Journals;

namespace Rollouts.Engine.Tests.Reports;

public class BoardTests
{
    private static readonly CriterionLine Good = Line("Repeat Rate", Verdict.Met, 0.412, "41.2 % (7 of 17) over 7d, must be >= 35 %");
    private static readonly CriterionLine Bad = Line("Sync Success", Verdict.Missed, 0.9, "90 % (9 of 10) over 7d, must be >= 95 %");
    private static readonly CriterionLine Later = Line("W4 Retention", Verdict.NotDue);
    private static readonly CriterionLine Blind = Line("Staff WAU Rate", Verdict.NoData);

    [Fact]
    public void A_review_is_a_row_by_week_and_cohort_with_a_column_for_each_criterion()
    {
        var journal = new Journals()
            .At(Day(1), new RolloutEvent.MemberAdmitted("Pavia", 0, 1))
            .At(Day(6), new RolloutEvent.ReviewHeld("Pavia#1", "Pending", true, Lines(Good, Bad, Later, Blind)))
            .At(Day(13), new RolloutEvent.ReviewHeld("Pavia#1", "Pass", true, Lines(Good, Bad with { Verdict = Verdict.Met }, Later, Blind)))
            .At(Day(13), new RolloutEvent.ReviewHeld("P1#2", "Pass", false, Lines(Good)));

        Assert.Equal(
            """
            # Closed beta: tracking board

            | Week of | Cohort | Repeat Rate | Sync Success | W4 Retention | Staff WAU Rate | Gate status | Notes |
            |---|---|---:|---:|---:|---:|---|---|
            | 2026-03-06 | Pavia | 41.2 % | **90 %** | not due | - | Pending | Sync Success missed |
            | 2026-03-13 | Pavia | 41.2 % | 90 % | not due | - | Pass |  |

            | Week of | Phase | Repeat Rate | Gate status | Notes |
            |---|---|---:|---|---|
            | 2026-03-13 | P1 | 41.2 % | Pass |  |

            """,
            Board.Markdown("Closed beta", Board.Rows(journal.History(Messages.CheckoutLaunch.Plan))));
    }

    [Fact]
    public void A_mitigation_stands_beside_the_miss_it_is_for_and_changes_the_row_of_its_review()
    {
        var journal = new Journals()
            .At(Day(6), new RolloutEvent.ReviewHeld("P1#1", "Pending", true, Lines(Good, Bad)))
            .At(Day(7), new RolloutEvent.MitigationAccepted("P1#1", "Sync Success", "ann", "the provider was down"), new RolloutEvent.ReviewHeld("P1#1", "Conditional", true, Lines(Good, Bad)) { Amends = true })
            .At(Day(13), new RolloutEvent.ReviewHeld("P1#1", "Pass", true, Lines(Good, Bad with { Verdict = Verdict.Met })));

        var rows = Board.Rows(journal.History(Messages.CheckoutLaunch.Plan));
        Assert.Equal([("Conditional", "Sync Success missed: the provider was down (ann)", Day(6)), ("Pass", "", Day(13))], rows.Select(row => (row.Status, row.Notes, row.At)));
    }

    [Fact]
    public void A_day_that_has_to_come_is_no_column_and_is_noted_until_it_has()
    {
        var launchWeek = Line("After Launch Week", Verdict.NoData) with { Rule = "from 2026-03-13", Because = "from 2026-03-13 on" };
        var breaches = Line("sla_breaches == 0", Verdict.Met, 0, "0 now, must be == 0");
        var journal = new Journals()
            .At(Day(1), new RolloutEvent.MemberAdmitted("Pavia", 0, 1))
            .At(Day(6), new RolloutEvent.ReviewHeld("Pavia#1", "Pending", true, Lines(breaches, launchWeek)))
            .At(Day(13), new RolloutEvent.ReviewHeld("Pavia#1", "Pass", true, Lines(breaches, launchWeek with { Verdict = Verdict.Met })));

        Assert.Equal(
            """
            # Closed beta: tracking board

            | Week of | Cohort | sla_breaches == 0 | Gate status | Notes |
            |---|---|---:|---|---|
            | 2026-03-06 | Pavia | 0 | Pending | After Launch Week: from 2026-03-13 on |
            | 2026-03-13 | Pavia | 0 | Pass |  |

            """,
            Board.Markdown("Closed beta", Board.Rows(journal.History(Messages.CheckoutLaunch.Plan))));
    }

    [Theory]
    [InlineData("CriticalMissed")]
    [InlineData("TooManyMissed")]
    public void Every_kind_of_failure_is_a_fail(string status)
    {
        var journal = new Journals().At(Day(6), new RolloutEvent.ReviewHeld("P1#1", status, true, Lines(Bad with { Critical = true })));
        var row = Assert.Single(Board.Rows(journal.History(Messages.CheckoutLaunch.Plan)));
        Assert.Equal(("Fail", "Sync Success missed, critical", "P1", false), (row.Status, row.Notes, row.Track, row.IsMember));
    }

    [Fact]
    public void What_people_wrote_cannot_break_the_table()
    {
        var journal = new Journals().At(Day(6), new RolloutEvent.MitigationAccepted("P1#1", "a|b", "ann", "one | two\nthree"), new RolloutEvent.ReviewHeld("P1#1", "Conditional", true, Lines(Line("a|b", Verdict.Missed))));
        Assert.Contains("""| 2026-03-06 | P1 | **missed** | Conditional | a\|b missed: one \| two three (ann) |""", Board.Markdown("x", Board.Rows(journal.History(Messages.CheckoutLaunch.Plan))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_without_reviews_says_so() => Assert.Equal("# x: tracking board\n\nNo review was held yet.\n", Board.Markdown("x", []));
}
