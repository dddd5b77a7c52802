using FsCheck;
using FsCheck.Fluent;

namespace Rollouts.Engine.Tests.Kpis;

/// <summary>The cases are those of Prometheus' own test suite (promql/testdata/histograms.test).</summary>
public class HistogramQuantileTests
{
    private const double Inf = double.PositiveInfinity;

    private static readonly Bucket[] Positive = [new(0.1, 50), new(0.2, 70), new(1, 110), new(Inf, 120)];
    private static readonly Bucket[] Negative = [new(-0.2, 10), new(-0.1, 20), new(0.3, 20), new(Inf, 30)];

    [Theory]
    [InlineData(0, 0, -0.2)]
    [InlineData(1, 1, 0.3)]
    [InlineData(0.2, 0.048, -0.2)]
    [InlineData(0.5, 0.15, -0.15)]
    [InlineData(0.8, 0.72, 0.3)]
    public void Quantiles_are_those_of_Prometheus(double quantile, double positive, double negative)
    {
        Assert.Equal(positive, HistogramQuantile.Of(quantile, Positive)!.Value, 9);
        Assert.Equal(negative, HistogramQuantile.Of(quantile, Negative)!.Value, 9);
    }

    [Theory]
    [InlineData(0.3, 0.11, 1, 3, 4)]
    [InlineData(0.3, 0.09, 2, 5, 6)]
    [InlineData(0.3, 0.06, 3, 4, 6)]
    [InlineData(0.3, 0.0675, 4, 7, 9)]
    [InlineData(0.5, 0.15, 1, 3, 4)]
    [InlineData(0.5, 0.13333333333333333, 2, 5, 6)]
    [InlineData(0.5, 0.1, 3, 4, 6)]
    [InlineData(0.5, 0.11666666666666667, 4, 7, 9)]
    [InlineData(0.3, 0.075, 10, 19, 25)]
    [InlineData(0.5, 0.12777777777777777, 10, 19, 25)]
    public void Request_durations_are_those_of_Prometheus(double quantile, double expected, double to100, double to200, double all)
    {
        Assert.Equal(expected, HistogramQuantile.Of(quantile, [new(0.1, to100), new(0.2, to200), new(Inf, all)])!.Value, 9);
    }

    [Fact]
    public void No_observations_is_no_data() => Assert.Null(HistogramQuantile.Of(0.5, [new(0.1, 0), new(0.2, 0), new(Inf, 0)]));

    [Fact]
    public void Without_the_bucket_without_bound_there_is_no_data() => Assert.Null(HistogramQuantile.Of(0.5, [new(0.1, 5), new(0.2, 7)]));

    [Fact]
    public void The_bucket_without_bound_alone_is_no_data() => Assert.Null(HistogramQuantile.Of(0.5, [new(Inf, 7)]));

    [Fact]
    public void No_buckets_is_no_data() => Assert.Null(HistogramQuantile.Of(0.5, []));

    [Fact]
    public void A_count_below_the_bucket_before_it_is_lifted()
    {
        Assert.Equal(
            HistogramQuantile.Of(0.9, [new(1, 10), new(2, 10), new(4, 20), new(Inf, 20)]),
            HistogramQuantile.Of(0.9, [new(1, 10), new(2, 9), new(4, 20), new(Inf, 20)]));
    }

    [Fact]
    public void Buckets_may_come_in_any_order_and_bounds_twice()
    {
        Assert.Equal(
            HistogramQuantile.Of(0.5, Positive),
            HistogramQuantile.Of(0.5, [new(Inf, 120), new(1, 110), new(0.1, 30), new(0.2, 70), new(0.1, 20)]));
    }

    [Fact]
    public void A_quantile_outside_of_0_to_1_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => HistogramQuantile.Of(1.01, Positive));

    [Fact]
    public void The_quantile_lies_in_the_bucket_that_holds_the_true_one()
    {
        double[] bounds = [1, 2, 5, 10, 50, 100];
        var observations = Gen.Choose(1, 1000).Select(tenth => tenth / 10.0).NonEmptyListOf();
        Prop.ForAll(observations.ToArbitrary(), Gen.Choose(1, 99).Select(percent => percent / 100.0).ToArbitrary(), (seen, quantile) =>
        {
            var buckets = bounds.Append(Inf).Select(bound => new Bucket(bound, seen.Count(value => value <= bound)));
            var truth = seen.Order().ElementAt((int)Math.Ceiling(quantile * seen.Count) - 1);
            var above = bounds.First(bound => truth <= bound);
            var below = bounds.LastOrDefault(bound => bound < truth);
            var estimate = HistogramQuantile.Of(quantile, buckets)!.Value;
            return estimate >= below - 1e-9 && estimate <= above + 1e-9;
        }).QuickCheckThrowOnFailure();
    }
}
