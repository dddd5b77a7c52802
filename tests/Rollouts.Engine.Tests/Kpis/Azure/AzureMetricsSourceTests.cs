using System.Collections.Immutable;

namespace Rollouts.Engine.Tests.Kpis;

public sealed class AzureMetricsSourceTests
{
    private static readonly MetricSource Source = new("app", "azure-metrics", Sorted.Empty<string>().Add("resource", "/subscriptions/0/r"));

    private sealed class Metrics(Func<PlatformQuestion, IEnumerable<PlatformValue>> answer) : IPlatformMetrics
    {
        public List<PlatformQuestion> Asked { get; } = [];

        public Task<ImmutableArray<PlatformValue>> QueryAsync(PlatformQuestion question, CancellationToken cancellation)
        {
            lock (Asked) Asked.Add(question);
            return Task.FromResult(answer(question).ToImmutableArray());
        }
    }

    /// <summary>A grain: its total and count; nothing where both are null.</summary>
    private static PlatformValue Grain(int minute, double? total, double? count, double? min = null, double? max = null) =>
        new(Given.At(60 * minute), total, count, total / count, min, max);

    private static async Task<Reading> ReadAsync(Metric metric, params PlatformValue[] values) =>
        Assert.Single(await new AzureMetricsSource(new Metrics(_ => values)).ReadAsync(Source, [metric.Over(900, 1000)], Given.At(1000), default));

    [Fact]
    public async Task A_counter_is_the_sum_of_totals_and_grains_without_samples_count_for_nothing()
    {
        var reading = await ReadAsync(Given.Metric(Measure.Counter, "requests/count"), Grain(1, 5, 5), new(Given.At(120), null, null, null, null, null), Grain(3, 7, 7));

        Assert.Equal((12, 12), (reading.Value, reading.Samples));
    }

    [Fact]
    public async Task A_total_of_nothing_is_no_data()
    {
        Assert.Null((await ReadAsync(Given.Metric(Measure.Counter, "requests/count"), Grain(1, 0, 0))).Value);
        Assert.Null((await ReadAsync(Given.Metric(Measure.Counter, "requests/count"))).Value);
    }

    [Fact]
    public async Task A_ratio_is_of_totals_and_a_part_that_was_not_measured_is_nothing_of_the_whole()
    {
        async Task<Reading> RatioAsync(double? failed, double? all) => Assert.Single(await new AzureMetricsSource(new Metrics(
            question => [Grain(1, question.Metric == "requests/failed" ? failed : all, 1)])).ReadAsync(Source, [Given.Ratio("requests/failed", "requests/count").Over(900, 1000)], Given.At(1000), default));

        Assert.Equal(0.05, (await RatioAsync(2, 40)).Value);
        Assert.Equal(0, (await RatioAsync(0, 40)).Value);
        Assert.Null((await RatioAsync(0, 0)).Value);
    }

    [Theory]
    [InlineData(Aggregate.Last, 4)]
    [InlineData(Aggregate.Max, 30)]
    [InlineData(Aggregate.Min, 1)]
    [InlineData(Aggregate.Average, 9.4)]
    public async Task A_gauge_is_taken_as_the_plan_says_and_its_average_is_that_of_the_samples(Aggregate take, double value)
    {
        var reading = await ReadAsync(
            Given.Metric(Measure.Gauge, "performanceCounters/processCpuPercentage", aggregate: take),
            Grain(1, 90, 9, 2, 30), Grain(2, 4, 1, 1, 5), new(Given.At(180), 0, 0, 0, 0, 0));

        Assert.Equal((value, 10), (reading.Value!.Value, reading.Samples));
    }

    [Fact]
    public async Task A_computed_value_and_a_quantile_cannot_come_from_metrics() =>
        Assert.Contains("must be a counter, gauge or ratio", (await ReadAsync(Given.Metric(Measure.Computed, "x"))).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Query_filter_and_window_are_put_to_the_service_and_scopes_quoted()
    {
        var metrics = new Metrics(_ => []);
        var metric = Given.Metric(Measure.Counter, "Custom/App: uploads | tenant eq '$scope' and ok eq '1'");

        await new AzureMetricsSource(metrics).ReadAsync(Source, [metric.Over(900, 1000, "o'neil' or '1' eq '1")], Given.At(1000), default);

        var asked = Assert.Single(metrics.Asked);
        Assert.Equal(("/subscriptions/0/r", "Custom/App", "uploads", "tenant eq 'o''neil'' or ''1'' eq ''1' and ok eq '1'"), (asked.Resource, asked.Namespace, asked.Metric, asked.Filter));
        Assert.Equal((Given.At(100), Given.At(1000), TimeSpan.FromMinutes(1)), (asked.Window.From, asked.Window.Until, asked.Grain));
    }

    [Fact]
    public async Task Long_windows_are_asked_in_coarser_grains()
    {
        var metrics = new Metrics(_ => []);
        foreach (var days in (int[])[1, 3, 7])
            await new AzureMetricsSource(metrics).ReadAsync(Source, [Given.Metric(Measure.Counter, "x").Over(86400 * days, 86400 * 8)], Given.At(86400 * 8), default);

        Assert.Equal([1, 5, 60], metrics.Asked.Select(asked => asked.Grain.TotalMinutes));
    }

    [Theory]
    [InlineData("uploads", "eu", "has no $scope to read 'eu' by")]
    [InlineData("uploads | tenant eq $scope", "", "says nothing about the whole launch")]
    [InlineData("uploads | tenant eq 'x $scope'", "eu", "has $scope within a text")]
    [InlineData(" | a eq 'b'", "", "names no metric")]
    public async Task A_query_that_does_not_fit_the_question_is_an_error(string query, string scope, string why)
    {
        var reading = Assert.Single(await new AzureMetricsSource(new Metrics(_ => [])).ReadAsync(Source, [Given.Metric(Measure.Counter, query).Over(900, 1000, scope)], Given.At(1000), default));

        Assert.Contains(why, reading.Error, StringComparison.Ordinal);
    }
}
