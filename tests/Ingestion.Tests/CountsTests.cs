using Ingestion.Counts;

namespace Ingestion.Tests;

public sealed class CountsTests
{
    [Fact]
    public async Task The_metrics_page_is_valid_and_has_every_series_from_the_start()
    {
        await using var service = await RunningService.OpenToAllAsync();
        using var response = await service.Client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var metrics = TextExposition.Parse(await response.Content.ReadAsStringAsync());
        foreach (var path in (string[])["old", "new"])
        {
            Assert.Equal(0, metrics[$"uploads_total{{path=\"{path}\",outcome=\"ok\"}}"]);
            Assert.Equal(0, metrics[$"uploads_total{{path=\"{path}\",outcome=\"failed\"}}"]);
            Assert.Equal(0, metrics[$"upload_duration_seconds_bucket{{path=\"{path}\",le=\"+Inf\"}}"]);
        }

        Assert.Equal(3, metrics.Keys.Count(key => key.StartsWith("rejected_total", StringComparison.Ordinal)));
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0 - metrics["process_start_time_seconds"];
        Assert.InRange(age, 0, 60);
    }

    [Fact]
    public async Task Buckets_are_cumulative_and_end_with_the_count()
    {
        await using var service = await RunningService.OpenToAllAsync();
        for (var i = 0; i < 20; i++) await service.UploadAsync("canary-ws-1");
        var metrics = await service.MetricsAsync();
        var buckets = Histogram.Bounds
            .Select(bound => metrics[FormattableString.Invariant($"upload_duration_seconds_bucket{{path=\"new\",le=\"{bound}\"}}")])
            .Append(metrics["upload_duration_seconds_bucket{path=\"new\",le=\"+Inf\"}"])
            .ToList();
        Assert.Equal(buckets.Order(), buckets);
        Assert.Equal(20, buckets[^1]);
        Assert.Equal(20, metrics["upload_duration_seconds_count{path=\"new\"}"]);
        Assert.InRange(metrics["upload_duration_seconds_sum{path=\"new\"}"], 20 * 0.0005, 20);
    }

    [Fact]
    public async Task The_health_page_answers()
    {
        await using var service = await RunningService.StartAsync();
        Assert.Equal("ok", await service.Client.GetStringAsync("/healthz"));
    }
}
