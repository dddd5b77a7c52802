using System.Collections.Immutable;

namespace Rollouts.Tests.Gates;

/// <summary>What a gate makes of readings: consecutive reviews and days, baseline and control, too little data. The limits themselves are tried.</summary>
public class GateArithmeticTests
{
    private static readonly TimeSpan Day = TestPlan.Day;
    private static readonly ReviewSchedule Daily = new ReviewSchedule.Cadence([new(Day, null)]);

    [Fact]
    public void Consecutive_reviews_are_counted_anew_after_one_that_did_not_pass()
    {
        var launch = Launch(gate => gate with { Review = Daily, Holding = new Holding.Reviews(3), OnTooManyMissed = new(new Move.Stay(), null, null) });
        launch.Days(2.1);
        Assert.Equal(2, Gate(launch).ReviewsPassed);
        launch.World["errors"] = 0.5;
        launch.Days(1);
        Assert.Equal(0, Gate(launch).ReviewsPassed);
        launch.World["errors"] = 0.01;
        launch.Days(2);
        Assert.Equal(("P0", 2), (launch.Phase, Gate(launch).ReviewsPassed));
        launch.Days(1);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void No_data_at_a_review_is_no_pass_and_ends_the_row()
    {
        var launch = Launch(gate => gate with { Review = Daily, Holding = new Holding.Reviews(2) });
        launch.Days(1.1);
        Assert.Equal(1, Gate(launch).ReviewsPassed);
        launch.World["errors"] = null;
        launch.Days(1);
        Assert.Equal(("Pending", 0), (Gate(launch).LastStatus, Gate(launch).ReviewsPassed));
    }

    [Fact]
    public void What_is_asked_at_the_decision_keeps_no_review_from_counting_and_must_hold_at_the_one_that_decides()
    {
        var last = TestPlan.Below("latency", 0.05) with { AtDecision = true };
        var launch = Launch(gate => gate with { Review = Daily, Holding = new Holding.Reviews(2), Criteria = gate.Criteria.Add(last) });
        launch.World["latency"] = 0.5;
        launch.Days(1.1);
        Assert.Equal(("TooManyMissed", 1), (Gate(launch).LastStatus, Gate(launch).ReviewsPassed));
        Assert.Empty(launch.State.Holds);
        Assert.True(Assert.Single(launch.Events.OfType<RolloutEvent.ReviewHeld>()).CountsOnly);
        launch.World["latency"] = null;
        launch.Days(1);
        Assert.Equal(("Pending", 2, "P0"), (Gate(launch).LastStatus, Gate(launch).ReviewsPassed, launch.Phase));
        launch.World["latency"] = 0.01;
        launch.Days(0.5);
        Assert.Equal("P0", launch.Phase);
        launch.Days(0.5);
        Assert.Equal("P1", launch.Phase);
    }

    [Fact]
    public void What_is_asked_at_the_decision_and_missed_there_fails_the_gate_once_the_row_is_long_enough()
    {
        var last = TestPlan.Below("latency", 0.05) with { AtDecision = true };
        var launch = Launch(gate => gate with { Review = Daily, Holding = new Holding.Reviews(2), Criteria = gate.Criteria.Add(last) });
        launch.World["latency"] = 0.5;
        launch.Days(2.1);
        Assert.Equal(HoldKind.Failed, Assert.Single(launch.State.Holds.Values).Kind);
    }

    [Fact]
    public void Consecutive_days_begin_anew_with_the_first_moment_that_does_not_pass()
    {
        var launch = Launch(gate => gate with { Holding = new Holding.Continuously(2 * Day) });
        launch.Days(1.9);
        launch.World["errors"] = 0.06;
        launch.Minutes(5);
        launch.World["errors"] = 0.01;
        launch.Days(1.9);
        Assert.Equal("P0", launch.Phase);
        launch.Days(0.2);
        Assert.Equal("P1", launch.Phase);
    }

    /// <summary>Baseline comparison as the field has it: the canary's value against a factor of the baseline's, the limit included or not as written.</summary>
    [Theory]
    [InlineData(Comparison.AtMost, 0.015, true)]
    [InlineData(Comparison.AtMost, 0.0150001, false)]
    [InlineData(Comparison.Less, 0.015, false)]
    [InlineData(Comparison.Less, 0.0149999, true)]
    [InlineData(Comparison.AtLeast, 0.015, true)]
    [InlineData(Comparison.More, 0.015, false)]
    public void A_value_is_held_against_a_factor_of_the_baseline(Comparison comparison, double now, bool met) =>
        Assert.Equal(met ? Verdict.Met : Verdict.Missed, Against(new Threshold.OfBaseline(1.5), comparison, now, 1000, baseline: 0.01));

    [Theory]
    [InlineData(0.0899, Verdict.Missed)]
    [InlineData(0.09, Verdict.Met)]
    public void A_value_is_held_against_a_factor_of_a_control(double now, Verdict verdict) =>
        Assert.Equal(verdict, Against(new Threshold.OfMetric(0.9, "control"), Comparison.AtLeast, now, 1000, control: 0.1));

    [Fact]
    public void A_baseline_of_zero_allows_nothing_above_zero()
    {
        Assert.Equal(Verdict.Met, Against(new Threshold.OfBaseline(1.5), Comparison.AtMost, 0, 1000, baseline: 0));
        Assert.Equal(Verdict.Missed, Against(new Threshold.OfBaseline(1.5), Comparison.AtMost, 0.0001, 1000, baseline: 0));
    }

    [Fact]
    public void Without_a_baseline_or_control_or_with_too_few_samples_of_it_there_is_nothing_to_compare_with()
    {
        Assert.Equal(Verdict.NoData, Against(new Threshold.OfBaseline(1.5), Comparison.AtMost, 0.01, 1000, baseline: null));
        Assert.Equal(Verdict.NoData, Against(new Threshold.OfMetric(0.9, "control"), Comparison.AtLeast, 0.1, 1000, control: null));
        Assert.Equal(Verdict.NoData, Against(new Threshold.OfMetric(0.9, "control"), Comparison.AtLeast, 0.1, 1000, control: double.NaN));
        Assert.Equal(Verdict.NoData, Against(new Threshold.OfBaseline(1.5), Comparison.AtMost, 0.01, 1000, baseline: 0.01, baselineSamples: 49));
        Assert.Equal(Verdict.Met, Against(new Threshold.OfBaseline(1.5), Comparison.AtMost, 0.01, 1000, baseline: 0.01, baselineSamples: 50));
    }

    [Theory]
    [InlineData(49.9, Verdict.NoData)]
    [InlineData(50, Verdict.Met)]
    public void A_value_counts_from_its_smallest_sample_size_on(double samples, Verdict verdict) =>
        Assert.Equal(verdict, Against(TestPlan.Absolute(0.05), Comparison.Less, 0.01, samples));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_number_is_no_data(double value)
    {
        Assert.Equal(Verdict.NoData, Against(TestPlan.Absolute(0.05), Comparison.Less, value, 1000));
        Assert.Equal(Verdict.NoData, Against(TestPlan.Absolute(0.05), Comparison.Less, 0.01, double.NaN));
    }

    private static GateState Gate(TestLaunch launch) => launch.State.Gates["P0#1"];

    private static TestLaunch Launch(Func<Gate, Gate> change)
    {
        var gate = change(TestPlan.Gate("P0", TestPlan.Below("errors", 0.05)));
        return new(TestPlan.Plan with { Triggers = [], Phases = TestPlan.Plan.Phases.SetItem(0, TestPlan.Plan.Phases[0] with { Shortest = 0.5 * Day, Exit = gate }) });
    }

    /// <summary>The verdict of one criterion on one set of readings.</summary>
    private static Verdict Against(
        Threshold threshold, Comparison comparison, double now, double samples, double? baseline = null, double? control = null, double baselineSamples = 1000)
    {
        var criterion = TestPlan.Criterion(new Criterion.OfMetric("errors", null, TimeSpan.FromHours(1), comparison, threshold, TimeSpan.Zero), "it");
        var control1 = TestPlan.Metric("control");
        var plan = TestPlan.Plan with
        {
            Triggers = [], Metrics = TestPlan.Plan.Metrics.SetItem("control", control1),
            Phases = TestPlan.Plan.Phases.SetItem(0, TestPlan.Plan.Phases[0] with { Shortest = 5 * Day, Exit = TestPlan.Gate("P0", criterion) }),
        };
        var launch = new Simulation.VirtualLaunch(plan, TestLaunch.Begin, (wanted, at) => wanted.Key switch
        {
            { Scope: ReadingKey.Baseline } => Reading.Of(wanted.Key, at, baseline, baseline is null ? 0 : baselineSamples),
            { Metric: "control" } => Reading.Of(wanted.Key, at, control, control is null ? 0 : 1000),
            { Metric: "errors" } => Reading.Of(wanted.Key, at, now, samples),
            _ => Reading.Of(wanted.Key, at, 0.01, 1000),
        });
        launch.Start("launch", TestLaunch.Lead);
        launch.RunFor(TimeSpan.FromHours(2));
        return launch.State.Criteria["P0#1/it"].Line.Verdict;
    }
}
