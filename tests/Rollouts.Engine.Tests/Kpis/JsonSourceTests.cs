using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using static Rollouts.Engine.Tests.Kpis.Given;

namespace Rollouts.Engine.Tests.Kpis;

public sealed class JsonSourceTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> pages = new();
    private readonly MemorySamples samples = new();
    private WebServer server = null!;
    private OutboundHttp http = null!;
    private JsonSource source = null!;
    private MetricSource from = null!;

    public async Task InitializeAsync()
    {
        server = await WebServer.StartAsync(async context =>
        {
            if (pages.TryGetValue(context.Request.Path + context.Request.QueryString, out var page)) await context.Response.WriteAsync(page);
            else context.Response.StatusCode = 404;
        });
        http = server.Client();
        source = new(http, samples);
        from = Source("json", new(server.Url, "/stats"));
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("\"12.5\"", 12.5)]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    [InlineData("-1e3", -1000)]
    public async Task Numbers_texts_of_numbers_and_truth_are_values(string json, double value)
    {
        pages["/stats"] = $$$"""{"a":{"b":{{{json}}}}}""";
        var reading = await source.ReadOneAsync(from, Metric(Measure.Computed, "/a/b").Since(0), 10);
        Assert.Equal((value, 1, null), (reading.Value!.Value, reading.Samples, reading.Error));
    }

    [Theory]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":{"b":null}}""")]
    [InlineData("""{"a":{"b":"NaN"}}""")]
    [InlineData("""{"a":7}""")]
    [InlineData("[]")]
    public async Task What_is_missing_is_no_data_never_zero(string page)
    {
        pages["/stats"] = page;
        var readings = await source.ReadAsync(from, [Metric(Measure.Computed, "/a/b").Since(0), Metric(Measure.Gauge, "/a/b").Since(0)], At(10), default);
        Assert.All(readings, reading => Assert.Equal((null, 0, null, "there is no value at /a/b"), (reading.Value, reading.Samples, reading.Error, reading.Note)));
    }

    [Theory]
    [InlineData("""{"a":{"b":[1]}}""", "the value at /a/b is a list, not a number")]
    [InlineData("""{"a":{"b":{}}}""", "the value at /a/b is an object, not a number")]
    [InlineData("""{"a":{"b":"many"}}""", "the value at /a/b is a text that is no number")]
    public async Task A_value_of_another_kind_is_an_error(string page, string error)
    {
        pages["/stats"] = page;
        Assert.Equal(error, (await source.ReadOneAsync(from, Metric(Measure.Computed, "/a/b").Since(0), 10)).Error);
    }

    [Fact]
    public async Task A_page_that_is_no_json_is_an_error()
    {
        pages["/stats"] = "<html>";
        Assert.Equal($"{server.Url}stats is not JSON (line 1)", (await source.ReadOneAsync(from, Metric(Measure.Computed, "/a").Since(0), 10)).Error);
        Assert.Equal($"{server.Url}gone answered 404", (await source.ReadOneAsync(from, Metric(Measure.Computed, "/gone -> /a").Since(0), 10)).Error);
    }

    [Fact]
    public async Task A_computed_value_is_asked_with_its_window_and_scope_and_has_its_sample_size()
    {
        pages["/kpi?over=300&who=a%26b%3D1"] = """{"value":0.25,"n":800}""";
        var metric = Metric(Measure.Computed, "/kpi?over=$window&who=$scope -> /value", samples: "/kpi?over=$window&who=$scope -> /n");
        var reading = await source.ReadOneAsync(from, metric.Over(300, 300, "a&b=1"), 300);
        Assert.Equal((0.25, 800, At(0)), (reading.Value!.Value, reading.Samples, reading.From));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_scope_in_a_pointer_is_one_token_of_it()
    {
        pages["/stats"] = """{"channels":{"a/b":{"posts":3}}}""";
        Assert.Equal(3, (await source.ReadOneAsync(from, Metric(Measure.Computed, "/channels/$scope/posts").Since(0, "a/b"), 10)).Value);
        Assert.Equal("the query of 'uploads' has no $scope to read 'a' by", (await source.ReadOneAsync(from, Metric(Measure.Computed, "/posts").Since(0, "a"), 10)).Error);
    }

    [Fact]
    public async Task Counters_become_increases_and_survive_a_reset()
    {
        var metric = Metric(Measure.Counter, "/uploads");
        foreach (var (at, value) in new[] { (0, 100), (10, 130), (20, 4) }) await ScrapeAsync(metric, at, $$"""{"uploads":{{value}}}""");
        pages["/stats"] = """{"uploads":9}""";
        Assert.Equal(39, (await source.ReadOneAsync(from, metric.Over(30, 30), 30)).Value);
    }

    [Fact]
    public async Task A_ratio_is_of_increases_of_one_page()
    {
        var metric = Ratio("/failed", "/total");
        await ScrapeAsync(metric, 0, """{"failed":1,"total":1000}""");
        pages["/stats"] = """{"failed":11,"total":1050}""";
        var before = server.Requests;
        var reading = await source.ReadOneAsync(from, metric.Over(10, 10), 10);
        Assert.Equal((0.2, 50), (reading.Value!.Value, reading.Samples));
        Assert.Equal(before + 1, server.Requests);
    }

    [Fact]
    public async Task Levels_are_aggregated_over_kept_samples()
    {
        var metric = Metric(Measure.Gauge, "/depth", aggregate: Aggregate.Max);
        foreach (var (at, value) in new[] { (0, 99), (10, 8), (20, 2) }) await ScrapeAsync(metric, at, $$"""{"depth":{{value}}}""");
        pages["/stats"] = """{"depth":3}""";
        Assert.Equal(8, (await source.ReadOneAsync(from, metric.Over(25, 30), 30)).Value);
    }

    [Fact]
    public async Task A_scope_once_asked_for_is_scraped_from_then_on()
    {
        var metric = Metric(Measure.Counter, "/posts/$scope", scopeLabel: "channel");
        pages["/stats"] = """{"posts":{"a":1}}""";
        await source.ReadOneAsync(from, metric.Over(30, 0, "a"), 0);
        foreach (var (at, value) in new[] { (10, 4), (20, 2) }) await ScrapeAsync(metric, at, $$$"""{"posts":{"a":{{{value}}}}}""");
        pages["/stats"] = """{"posts":{"a":3}}""";
        Assert.Equal(3 + 2 + 1, (await source.ReadOneAsync(from, metric.Over(30, 30, "a"), 30)).Value);
    }

    [Theory]
    [InlineData("//evil.test/x -> /a")]
    [InlineData("http://evil.test/x -> /a")]
    [InlineData("\\\\evil.test/x -> /a")]
    public async Task A_query_stays_on_its_sources_host(string query) => Assert.Equal(
        "the query of 'uploads' must name a path of the source's own host",
        (await source.ReadOneAsync(from, Metric(Measure.Computed, query).Since(0), 10)).Error);

    [Fact]
    public async Task What_only_the_present_knows_has_no_baseline()
    {
        pages["/stats"] = """{"a":1}""";
        var reading = await source.ReadOneAsync(from, Metric(Measure.Computed, "/a").Since(0, ReadingKey.Baseline), 10);
        Assert.Equal("the metric 'uploads' is computed by its source, which knows only the present and no baseline", reading.Error);
    }

    [Fact]
    public async Task A_source_without_a_proper_url_is_an_error()
    {
        var question = Metric(Measure.Computed, "/a").Since(0);
        Assert.Equal("the source 'app' has no url", (await source.ReadOneAsync(new("app", "json", Sorted.Empty<string>()), question, 10)).Error);
        Assert.Equal("the url of the source 'app' is not an http or https address", (await source.ReadOneAsync(Source("json", new("ftp://x/")), question, 10)).Error);
    }

    private async Task ScrapeAsync(Metric metric, double at, string page)
    {
        pages["/stats"] = page;
        await source.ScrapeAsync(from, [metric], At(at), CancellationToken.None);
    }
}
