using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using static Rollouts.Engine.Tests.Kpis.Given;

namespace Rollouts.Engine.Tests.Kpis;

public sealed class KpiReaderTests : IAsyncLifetime
{
    private const string Hanging = "/hangs";

    private readonly MemorySamples samples = new();
    private WebServer server = null!;
    private OutboundHttp http = null!;
    private PrometheusTextSource text = null!;
    private KpiReader reader = null!;
    private string page = "";

    public async Task InitializeAsync()
    {
        server = await WebServer.StartAsync(context => context.Request.Path == Hanging
            ? Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default)
            : context.Response.WriteAsync(page));
        http = server.Client();
        text = new(http, samples);
        reader = new([text, new JsonSource(http, samples), new PrometheusSource(http), new Deaf()], TimeProvider.System, TimeSpan.FromSeconds(2));
    }

    public async Task DisposeAsync()
    {
        text.Dispose();
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Launches_that_share_a_page_share_the_request_whatever_they_call_it()
    {
        page = "queue_depth 7";
        var one = Demand([Metric(Measure.Gauge, "queue_depth", "depth")], [TextSource("app")]);
        var other = Demand([Metric(Measure.Gauge, "queue_depth", "backlog", from: "shop")], [TextSource("shop")]);
        var readings = await reader.ReadAsync([one, other, one], At(10), default);
        Assert.Equal([7, 7, 7], readings.Select(all => Assert.Single(all).Value));
        Assert.Equal(["depth", "backlog", "depth"], readings.Select(all => all[0].Key.Metric));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_reading_says_since_when_it_was_wanted_where_it_is_counted_from_the_sample_before()
    {
        var demand = Demand([Metric(Measure.Counter, "uploads_total", "uploads")], [TextSource("app")]);
        foreach (var second in new[] { 10, 20, 30 })
        {
            page = $"uploads_total {second}";
            await reader.ReadAsync(demand with { Wanted = [new(new("uploads", null, ""), At(0))] }, At(second), default);
        }

        page = "uploads_total 40";
        var reading = Assert.Single(await reader.ReadAsync(demand with { Wanted = [new(new("uploads", null, ""), At(25))] }, At(40), default));
        Assert.Equal((20, At(20), At(25)), (reading.Value, reading.From, reading.WantedFrom));
    }

    [Fact]
    public async Task A_source_that_hangs_holds_up_no_other()
    {
        page = "queue_depth 7";
        var demand = Demand(
            [Metric(Measure.Gauge, "queue_depth", "depth"), Metric(Measure.Computed, "/a", "slow", from: "slow"), Metric(Measure.Computed, "q", "deaf", from: "deaf")],
            [TextSource("app"), Source("json", new(server.Url, Hanging), "slow"), Source("deaf", server.Url, "deaf")]);
        var began = TimeProvider.System.GetTimestamp();
        var readings = await reader.ReadAsync(demand, At(10), default);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(10), "the round waited for the slow source");
        Assert.Equal((7, null), (readings[0].Value!.Value, readings[0].Error));
        Assert.Equal((null, "the source 'slow' did not answer within 2s"), (readings[1].Value, readings[1].Error));
        Assert.Equal("the source 'deaf' did not answer within 2s", readings[2].Error);
    }

    [Fact]
    public async Task A_source_that_breaks_is_an_error_of_its_own_questions()
    {
        page = "queue_depth 7";
        var breaking = new KpiReader([text, new Breaking()], TimeProvider.System);
        var readings = await breaking.ReadAsync(
            Demand([Metric(Measure.Gauge, "queue_depth", "depth"), Metric(Measure.Computed, "q", "broken", from: "broken")], [TextSource("app"), Source("breaking", server.Url, "broken")]),
            At(10), default);
        Assert.Equal(7, readings[0].Value);
        Assert.Equal("the source 'broken' failed (InvalidOperationException)", readings[1].Error);
    }

    [Fact]
    public async Task A_host_that_is_not_allowed_is_an_error_that_names_it()
    {
        using var closed = new OutboundHttp(new(["kpis.example.com"]), OutboundLimits.Default, TimeProvider.System);
        using var source = new PrometheusTextSource(closed, samples);
        var refusing = new KpiReader([source, new JsonSource(closed, samples), new PrometheusSource(closed)], TimeProvider.System);
        var readings = await refusing.ReadAsync(
            Demand(
                [Metric(Measure.Gauge, "x", "a", from: "a"), Metric(Measure.Computed, "/x", "b", from: "b"), Metric(Measure.Computed, "x", "c", from: "c")],
                [Source("prometheus-text", server.Url, "a"), Source("json", server.Url, "b"), Source("prometheus", server.Url, "c")]),
            At(10), default);
        Assert.All(readings, reading => Assert.Equal($"the host 127.0.0.1:{server.Url.Port} is not one that the configuration allows", reading.Error));
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Silence_is_zero_while_the_plan_says_so_and_the_system_is_alive()
    {
        var demand = Demand(
            [Metric(Measure.Counter, "breaker_opened_total", "breaker", zeroWhileAlive: "uploads"), Metric(Measure.Counter, "uploads_total")],
            [TextSource("app")],
            "breaker");
        await ScrapeAsync(demand, 0, "uploads_total 10");
        page = "uploads_total 40";
        var reading = Assert.Single(await reader.ReadAsync(demand with { Wanted = [Over("breaker", 10, 10)] }, At(10), default));
        Assert.Equal((0, 30, "no data, and so zero while uploads is alive"), (reading.Value!.Value, reading.Samples, reading.Note));
    }

    [Fact]
    public async Task Silence_is_no_data_when_nothing_shows_that_the_system_is_alive()
    {
        var demand = Demand(
            [Metric(Measure.Counter, "breaker_opened_total", "breaker", zeroWhileAlive: "uploads"), Metric(Measure.Counter, "uploads_total")],
            [TextSource("app")]);
        await ScrapeAsync(demand, 0, "uploads_total 10");
        page = "uploads_total 10";
        var readings = await reader.ReadAsync(demand with { Wanted = [Over("breaker", 10, 10), Over("uploads", 10, 10)] }, At(10), default);
        Assert.Equal([null, 0], readings.Select(reading => reading.Value));
    }

    [Fact]
    public async Task Silence_stays_silence_where_the_plan_does_not_say_otherwise()
    {
        var demand = Demand([Metric(Measure.Counter, "breaker_opened_total", "breaker"), Metric(Measure.Counter, "uploads_total")], [TextSource("app")]);
        await ScrapeAsync(demand, 0, "uploads_total 10");
        page = "uploads_total 40";
        var readings = await reader.ReadAsync(demand with { Wanted = [Over("breaker", 10, 10), Over("uploads", 10, 10)] }, At(10), default);
        Assert.Equal([null, 30], readings.Select(reading => reading.Value));
    }

    [Fact]
    public async Task An_error_is_never_zero_however_alive_the_system_is()
    {
        var demand = Demand(
            [Metric(Measure.Counter, "rate(x[5m])", "breaker", zeroWhileAlive: "uploads"), Metric(Measure.Counter, "uploads_total")],
            [TextSource("app")]);
        page = "uploads_total 10";
        await reader.ReadAsync(demand, At(0), default);
        page = "uploads_total 40";
        var reading = (await reader.ReadAsync(demand with { Wanted = [Over("breaker", 10, 10)] }, At(10), default))[0];
        Assert.Null(reading.Value);
        Assert.NotNull(reading.Error);
    }

    [Fact]
    public async Task The_sign_of_life_of_a_member_may_be_that_of_the_whole_system()
    {
        var demand = Demand(
            [Metric(Measure.Counter, "bans_total", "bans", scopeLabel: "channel", zeroWhileAlive: "uploads"), Metric(Measure.Counter, "uploads_total")],
            [TextSource("app")]);
        await ScrapeAsync(demand, 0, "uploads_total 10");
        page = "uploads_total 40";
        var reading = (await reader.ReadAsync(demand with { Wanted = [new(new("bans", TimeSpan.FromSeconds(10), "a"), At(0))] }, At(10), default))[0];
        Assert.Equal((0, 30, "a"), (reading.Value!.Value, reading.Samples, reading.Key.Scope));
    }

    [Fact]
    public async Task Too_few_samples_are_left_for_the_rules_to_judge()
    {
        var metric = Metric(Measure.Counter, "uploads_total") with { AtLeast = 1000 };
        var demand = Demand([metric], [TextSource("app")]);
        await ScrapeAsync(demand, 0, "uploads_total 10");
        page = "uploads_total 40";
        Assert.Equal(30, (await reader.ReadAsync(demand with { Wanted = [Over("uploads", 10, 10)] }, At(10), default))[0].Value);
    }

    [Fact]
    public async Task Reported_metrics_are_not_asked_for()
    {
        var demand = Demand([Metric(Measure.Reported, "", "satisfaction")], []);
        Assert.Empty(await reader.ReadAsync(demand, At(10), default));
    }

    [Fact]
    public async Task What_the_plan_does_not_have_is_an_error()
    {
        var demand = Demand([Metric(Measure.Counter, "x", "a", from: "nowhere"), Metric(Measure.Counter, "x", "b", from: "odd")], [Source("carrier-pigeon", server.Url, "odd")], "a", "b", "c");
        Assert.Equal(
            ["the plan has no source 'nowhere'", "there is no kind of source 'carrier-pigeon'", "the plan has no metric 'c'"],
            (await reader.ReadAsync(demand, At(10), default)).Select(reading => reading.Error));
    }

    [Fact]
    public async Task Scraping_for_many_launches_reads_a_shared_page_once_and_tells_what_failed()
    {
        page = "uploads_total 1\nqueue_depth 2";
        var one = Demand([Metric(Measure.Counter, "uploads_total")], [TextSource("app")]);
        var other = Demand([Metric(Measure.Gauge, "queue_depth", "depth", from: "shop"), Metric(Measure.Gauge, "/x", "slow", from: "slow")], [TextSource("shop"), Source("json", new(server.Url, Hanging), "slow")]);
        var failed = await reader.ScrapeAsync([one, other], At(0), default);
        Assert.Equal(("slow", "the source 'slow' did not answer within 2s"), Assert.Single(failed));
        Assert.Equal(2, server.Requests);
        Assert.Contains(samples.Names, name => name.EndsWith("level queue_depth", StringComparison.Ordinal));
        Assert.Contains(samples.Names, name => name.EndsWith("sum uploads_total", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_no_readings()
    {
        using var stop = new CancellationTokenSource(100);
        var demand = Demand([Metric(Measure.Computed, "/a", "slow", from: "slow")], [Source("json", new(server.Url, Hanging), "slow")]);
        var patient = new KpiReader([new JsonSource(http, samples)], TimeProvider.System, TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.ReadAsync(demand, At(0), stop.Token));
    }

    private async Task ScrapeAsync(KpiDemand demand, double at, string text)
    {
        page = text;
        Assert.Empty(await reader.ScrapeAsync([demand], At(at), default));
    }

    private MetricSource TextSource(string name) => Source("prometheus-text", new(server.Url, "/metrics"), name);

    private static ReadingWanted Over(string metric, double seconds, double at) => new(new(metric, TimeSpan.FromSeconds(seconds), ""), At(at - seconds));

    private static KpiDemand Demand(Metric[] metrics, MetricSource[] sources, params string[] wanted) => new(
        metrics.ToImmutableSortedDictionary(metric => metric.Name, metric => metric, StringComparer.Ordinal),
        sources.ToImmutableSortedDictionary(source => source.Name, source => source, StringComparer.Ordinal),
        [.. (wanted.Length > 0 ? wanted : metrics.Select(metric => metric.Name)).Select(name => new ReadingWanted(new(name, null, ""), At(0)))]);

    /// <summary>Blocks its thread and does not listen.</summary>
    private sealed class Deaf : IKpiSource
    {
        public string Kind => "deaf";

        public Task<ImmutableArray<Reading>> ReadAsync(MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation)
        {
            using var never = new ManualResetEventSlim();
            never.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            return Task.FromResult(ImmutableArray<Reading>.Empty);
        }
    }

    private sealed class Breaking : IKpiSource
    {
        public string Kind => "breaking";

        public Task<ImmutableArray<Reading>> ReadAsync(MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation) =>
            throw new InvalidOperationException("password=hunter2");
    }
}
