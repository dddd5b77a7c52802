using Microsoft.AspNetCore.Http;
using static Rollouts.Engine.Tests.Kpis.Given;

namespace Rollouts.Engine.Tests.Kpis;

public sealed class PrometheusTextSourceTests : IAsyncLifetime
{
    private readonly MemorySamples samples = new();
    private WebServer server = null!;
    private OutboundHttp http = null!;
    private PrometheusTextSource source = null!;
    private MetricSource from = null!;
    private string page = "";
    private int status = 200;

    public async Task InitializeAsync()
    {
        server = await WebServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(page);
        });
        http = server.Client(TimeSpan.FromSeconds(2));
        source = new(http, samples);
        from = Source("prometheus-text", new(server.Url, "/metrics"));
    }

    public async Task DisposeAsync()
    {
        source.Dispose();
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_counter_is_the_increase_of_all_series_that_match()
    {
        var metric = Metric(Measure.Counter, "uploads_total{path=\"new\"}");
        await ScrapeAsync(metric, 0, Uploads(ok: 100, failed: 4, old: 7));
        await ScrapeAsync(metric, 10, Uploads(ok: 130, failed: 5, old: 9));
        page = Uploads(ok: 150, failed: 9, old: 10);
        var reading = await source.ReadOneAsync(from, metric.Over(20, at: 20), 20);
        Assert.Equal((55, 55, At(0), null), (reading.Value!.Value, reading.Samples, reading.From, reading.Error));
        Assert.Equal(16, reading.QueryHash.Length);
    }

    [Fact]
    public async Task A_ratio_is_of_increases_and_its_denominator_is_the_sample_size()
    {
        var metric = Ratio("uploads_total{path=\"new\",outcome=\"failed\"}", "uploads_total{path=\"new\"}");
        await ScrapeAsync(metric, 0, Uploads(ok: 1000, failed: 0));
        await ScrapeAsync(metric, 10, Uploads(ok: 1010, failed: 5));
        page = Uploads(ok: 1030, failed: 20);
        var reading = await source.ReadOneAsync(from, metric.Over(20, at: 20), 20);
        Assert.Equal((0.4, 50, 20, 50), (reading.Value!.Value, reading.Samples, reading.Numerator!.Value, reading.Denominator!.Value));
    }

    [Fact]
    public async Task A_series_reset_by_a_restart_is_counted_on_although_another_hides_it()
    {
        var metric = Metric(Measure.Counter, "uploads_total");
        await ScrapeAsync(metric, 0, "uploads_total{i=\"1\"} 100\nuploads_total{i=\"2\"} 0");
        await ScrapeAsync(metric, 10, "uploads_total{i=\"1\"} 3\nuploads_total{i=\"2\"} 200");
        page = "uploads_total{i=\"1\"} 5\nuploads_total{i=\"2\"} 210";
        Assert.Equal(3 + 200 + 2 + 10, (await source.ReadOneAsync(from, metric.Over(20, at: 20), 20)).Value);
    }

    [Fact]
    public async Task The_first_failures_count_although_the_page_had_no_series_for_them_before()
    {
        var metric = Ratio("uploads_total{outcome=\"failed\"}", "uploads_total");
        const string Healthy = "uploads_total{outcome=\"ok\"} ";
        await ScrapeAsync(metric, 0, Healthy + 10);
        await ScrapeAsync(metric, 10, Healthy + 20);
        await ScrapeAsync(metric, 20, Healthy + 30 + "\nuploads_total{outcome=\"failed\"} 5");
        var reading = await source.ReadOneAsync(from, metric.Over(20, at: 20), 20);
        Assert.Equal((5 / 25.0, 25), (reading.Value!.Value, reading.Samples));
    }

    [Fact]
    public async Task A_selector_that_never_matched_is_no_data_and_says_so()
    {
        var metric = Ratio("uploads_total{outcome=\"fialed\"}", "uploads_total");
        await ScrapeAsync(metric, 0, Uploads(ok: 1, failed: 1));
        page = Uploads(ok: 5, failed: 5);
        var reading = await source.ReadOneAsync(from, metric.Over(10, at: 10), 10);
        Assert.Equal((null, 0, 8), (reading.Value, reading.Samples, reading.Denominator!.Value));
        Assert.Equal("nothing on the page matches uploads_total{outcome=\"fialed\"}", reading.Note);
        Assert.Null(reading.Error);
    }

    [Fact]
    public async Task Failures_before_a_restart_still_count_after_it_until_the_window_has_passed_them()
    {
        var metric = Metric(Measure.Counter, "uploads_total{outcome=\"failed\"}");
        await ScrapeAsync(metric, 0, "uploads_total{outcome=\"failed\"} 2");
        await ScrapeAsync(metric, 10, "uploads_total{outcome=\"failed\"} 9");
        await ScrapeAsync(metric, 20, "uploads_total{outcome=\"ok\"} 1");
        await ScrapeAsync(metric, 30, "uploads_total{outcome=\"ok\"} 2");
        Assert.Equal(7, (await source.ReadOneAsync(from, metric.Over(30, at: 30), 30)).Value);
        Assert.Null((await source.ReadOneAsync(from, metric.Over(20, at: 30), 30)).Value);
    }

    [Fact]
    public async Task Windows_go_on_where_they_were_when_this_process_restarts()
    {
        var metric = Metric(Measure.Counter, "uploads_total{path=\"new\"}");
        await ScrapeAsync(metric, 0, Uploads(ok: 10, failed: 0));
        await ScrapeAsync(metric, 10, Uploads(ok: 15, failed: 0));
        using var restarted = new PrometheusTextSource(http, samples);
        page = "uploads_total{path=\"new\",outcome=\"ok\"} 4\nuploads_total{path=\"new\",outcome=\"timeout\"} 2";
        var reading = await restarted.ReadOneAsync(from, metric.Over(20, at: 20), 20);
        Assert.Equal((5 + 4 + 2, At(0)), (reading.Value!.Value, reading.From));
    }

    [Fact]
    public async Task A_quantile_comes_from_the_increases_of_buckets_not_from_their_life()
    {
        var metric = Metric(Measure.Histogram, "latency_seconds{path=\"new\"}", "p90", quantile: 0.9);
        await ScrapeAsync(metric, 0, Latency(10000, 10000, 10000));
        await ScrapeAsync(metric, 10, Latency(10000, 10050, 10060));
        page = Latency(10000, 10100, 10120);
        var reading = await source.ReadOneAsync(from, metric.Over(20, at: 20), 20);
        Assert.Equal(1.0, reading.Value!.Value, 9);
        Assert.Equal(120, reading.Samples);
        page = Latency(10000, 10118, 10120);
        var later = await source.ReadOneAsync(from, metric.Over(20, at: 21), 21);
        Assert.Equal(0.5 + 0.5 * (0.9 * 120 / 118), later.Value!.Value, 9);
    }

    [Fact]
    public async Task A_histogram_without_observations_in_the_window_is_no_data()
    {
        var metric = Metric(Measure.Histogram, "latency_seconds_bucket", quantile: 0.9);
        await ScrapeAsync(metric, 0, Latency(1, 2, 3));
        await ScrapeAsync(metric, 10, Latency(1, 2, 3));
        var reading = await source.ReadOneAsync(from, metric.Over(10, at: 10), 10);
        Assert.Equal((null, 0), (reading.Value, reading.Samples));
    }

    [Fact]
    public async Task Levels_are_kept_and_aggregated()
    {
        var metric = Metric(Measure.Gauge, "queue_depth", aggregate: Aggregate.Max);
        foreach (var (at, depth) in new[] { (0, 99), (10, 4), (20, 30), (30, 2) }) await ScrapeAsync(metric, at, $"queue_depth {depth}");
        Assert.Equal(30, (await source.ReadOneAsync(from, metric.Over(25, at: 30), 30)).Value);
    }

    [Fact]
    public async Task Levels_of_several_series_are_not_added_up()
    {
        page = "queue_depth{shard=\"1\"} 1\nqueue_depth{shard=\"2\"} 2";
        var reading = await source.ReadOneAsync(from, Metric(Measure.Gauge, "queue_depth").Over(10, at: 10), 10);
        Assert.Equal("2 series match ({shard=\"1\"} and {shard=\"2\"}); levels cannot be added up, so name one", reading.Error);
    }

    [Fact]
    public async Task A_scope_reads_its_own_series_and_was_kept_without_being_asked_for()
    {
        var metric = Metric(Measure.Counter, "posts_total", scopeLabel: "channel");
        await ScrapeAsync(metric, 0, "posts_total{channel=\"a\"} 1\nposts_total{channel=\"b\"} 10");
        page = "posts_total{channel=\"a\"} 3\nposts_total{channel=\"b\"} 50";
        var readings = await source.ReadAsync(from, [metric.Over(10, 10, "a"), metric.Over(10, 10, "b"), metric.Over(10, 10), metric.Over(10, 10, "c")], At(10), default);
        Assert.Equal([2, 40, 42, null], readings.Select(reading => reading.Value));
    }

    [Fact]
    public async Task A_scope_of_a_metric_without_scopes_is_an_error()
    {
        var reading = await source.ReadOneAsync(from, Metric(Measure.Counter, "posts_total").Over(10, 10, "a"), 10);
        Assert.Equal("the metric 'uploads' has no scope label to read 'a' by", reading.Error);
    }

    [Fact]
    public async Task The_baseline_is_what_was_counted_before_the_launch()
    {
        var metric = Metric(Measure.Counter, "uploads_total");
        foreach (var (at, value) in new[] { (-30, 0), (-20, 6), (-10, 7), (0, 8), (10, 100), (20, 300) }) await ScrapeAsync(metric, at, $"uploads_total {value}");
        var question = new KpiQuestion(metric, new(new("uploads", TimeSpan.FromSeconds(20), ReadingKey.Baseline), At(0)));
        var reading = await source.ReadOneAsync(from, question, 20);
        Assert.Equal((2, At(-20)), (reading.Value!.Value, reading.From));
    }

    [Fact]
    public async Task All_questions_share_one_request()
    {
        page = Uploads(ok: 1, failed: 1);
        var ratio = Ratio("uploads_total{outcome=\"failed\"}", "uploads_total");
        await source.ReadAsync(from, [ratio.Over(10, 10), ratio.Over(60, 10), Metric(Measure.Counter, "uploads_total").Since(0)], At(10), default);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_page_that_fails_is_an_error_reading_and_loses_no_window()
    {
        var metric = Metric(Measure.Counter, "uploads_total");
        await ScrapeAsync(metric, 0, "uploads_total 1");
        (status, page) = (503, "uploads_total 999");
        var reading = await source.ReadOneAsync(from, metric.Over(10, 10), 10);
        Assert.Equal((null, $"{server.Url}metrics answered 503"), (reading.Value, reading.Error));
        (status, page) = (200, "uploads_total 8");
        Assert.Equal(7, (await source.ReadOneAsync(from, metric.Over(20, 20), 20)).Value);
    }

    [Fact]
    public async Task A_page_that_is_none_is_an_error_with_the_line()
    {
        page = "<html>Please log in</html>";
        var reading = await source.ReadOneAsync(from, Metric(Measure.Counter, "uploads_total").Over(10, 10), 10);
        Assert.Equal($"{server.Url}metrics is not a Prometheus text page: line 1: a name cannot begin with '<'", reading.Error);
    }

    [Fact]
    public async Task One_wrong_query_does_not_spoil_the_others()
    {
        var good = Metric(Measure.Counter, "uploads_total");
        await ScrapeAsync(good, 0, "uploads_total 1");
        page = "uploads_total 3";
        var readings = await source.ReadAsync(from, [Metric(Measure.Counter, "rate(x[5m])").Over(10, 10), good.Over(10, 10), Metric(Measure.Computed, "up").Over(10, 10)], At(10), default);
        Assert.Contains("is not a selector", readings[0].Error, StringComparison.Ordinal);
        Assert.Equal(2, readings[1].Value);
        Assert.Contains("cannot come from a text page", readings[2].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_no_number_is_no_data()
    {
        page = "queue_depth NaN";
        var reading = await source.ReadOneAsync(from, Metric(Measure.Gauge, "queue_depth").Over(10, 10), 10);
        Assert.Equal((null, null), (reading.Value, reading.Error));
    }

    [Fact]
    public async Task A_series_with_an_old_time_of_its_own_is_not_a_present_value()
    {
        page = $"queue_depth 5 {At(-301).ToUnixTimeMilliseconds()}";
        Assert.Null((await source.ReadOneAsync(from, Metric(Measure.Gauge, "queue_depth").Over(10, 0), 0)).Value);
        page = $"queue_depth 5 {At(-200).ToUnixTimeMilliseconds()}";
        Assert.Equal(5, (await source.ReadOneAsync(from, Metric(Measure.Gauge, "queue_depth").Over(10, 1), 1)).Value);
    }

    [Fact]
    public async Task Secrets_of_the_address_are_in_no_series_name_and_no_message()
    {
        var secret = Source("prometheus-text", new(server.Url, "/metrics?token=hunter2"));
        var metric = Metric(Measure.Counter, "uploads_total");
        page = "uploads_total 3";
        await source.ReadOneAsync(secret, metric.Over(10, 0), 0);
        status = 500;
        var reading = await source.ReadOneAsync(secret, metric.Over(10, 10), 10);
        Assert.DoesNotContain("hunter2", string.Join('\n', samples.Names) + reading.Error, StringComparison.Ordinal);
        Assert.NotEmpty(samples.Names);
    }

    private async Task ScrapeAsync(Metric metric, double at, string text)
    {
        page = text;
        await source.ScrapeAsync(from, [metric], At(at), CancellationToken.None);
    }

    private static string Uploads(int ok, int failed, int old = 0) => $$"""
        # TYPE uploads_total counter
        uploads_total{path="new",outcome="ok"} {{ok}}
        uploads_total{path="new",outcome="failed"} {{failed}}
        uploads_total{path="old",outcome="ok"} {{old}}
        """;

    private static string Latency(int half, int one, int all) => $$"""
        latency_seconds_bucket{path="new",le="0.5"} {{half}}
        latency_seconds_bucket{path="new",le="1"} {{one}}
        latency_seconds_bucket{path="new",le="+Inf"} {{all}}
        """;
}
