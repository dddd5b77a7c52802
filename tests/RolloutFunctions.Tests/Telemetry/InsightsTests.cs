using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions.Tests.Telemetry;

/// <summary>What goes to Application Insights, against a server that takes envelopes as the service does.</summary>
public sealed class InsightsTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<JsonNode> envelopes = new();
    private WebApplication service = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        service = builder.Build();
        service.MapPost("/v2.1/track", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            foreach (var line in (await reader.ReadToEndAsync()).Split('\n')) envelopes.Enqueue(JsonNode.Parse(line)!);
            await context.Response.WriteAsync("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""");
        });
        await service.StartAsync();
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    private InsightsConnection Connection => InsightsConnection.Read(name => name == InsightsConnection.Variable ? $"InstrumentationKey=k-1;IngestionEndpoint={service.Urls.Single()}/" : null)!;

    [Fact]
    public void A_span_is_a_dependency_of_its_operation_and_failures_are_failures()
    {
        using var source = new ActivitySource(Tracing.Name);
        string trace, parent;
        using (var export = new InsightsExport(Connection, TimeProvider.System))
        {
            using var outer = source.StartActivity("decide alert")!;
            (trace, parent) = (outer.TraceId.ToHexString(), outer.SpanId.ToHexString());
            outer.AddEvent(new("way-back-begun"));
            using var inner = source.StartActivity("write flag", ActivityKind.Client)!.SetTag("rollout.name", "one").SetStatus(ActivityStatusCode.Error, "locked");
        }

        var write = Assert.Single(envelopes, envelope => (string?)envelope["data"]!["baseData"]!["name"] == "write flag" && (string?)envelope["tags"]!["ai.operation.id"] == trace);
        Assert.Equal("Microsoft.ApplicationInsights.RemoteDependency", (string?)write["name"]);
        Assert.Equal(("k-1", "RemoteDependencyData"), ((string?)write["iKey"], (string?)write["data"]!["baseType"]));
        Assert.Equal(parent, (string?)write["tags"]!["ai.operation.parentId"]);
        var data = write["data"]!["baseData"]!;
        Assert.Equal((false, "locked", "InProc", 2), ((bool)data["success"]!, (string?)data["resultCode"], (string?)data["type"], (int)data["ver"]!));
        Assert.Equal("one", (string?)data["properties"]!["rollout.name"]);
        Assert.True(TimeSpan.TryParse((string?)data["duration"], out _));
        var decide = Assert.Single(envelopes, envelope => (string?)envelope["data"]!["baseData"]!["id"] == parent);
        Assert.Equal("way-back-begun", (string?)decide["data"]!["baseData"]!["properties"]!["events"]);
        Assert.True((bool)decide["data"]!["baseData"]!["success"]!);
    }

    [Fact]
    public void Counters_are_sent_as_what_came_since_and_distributions_with_their_extremes()
    {
        using var meter = new Meter(LaunchMeter.Name);
        var (counter, histogram) = (meter.CreateCounter<double>("test.time", "s"), meter.CreateHistogram<double>("test.duration", "s"));
        using (var export = new InsightsExport(Connection, TimeProvider.System))
        {
            counter.Add(2.5, new KeyValuePair<string, object?>("rollout.pace", "held"));
            histogram.Record(1);
            histogram.Record(3);
        }

        var time = Metric("test.time");
        Assert.Equal(("Microsoft.ApplicationInsights.Metric", "MetricData"), ((string?)time["name"], (string?)time["data"]!["baseType"]));
        Assert.Equal("held", (string?)time["data"]!["baseData"]!["properties"]!["rollout.pace"]);
        Assert.Equal(2.5, (double)One(time)["value"]!);
        var duration = One(Metric("test.duration"));
        Assert.Equal((4, 2, 1, 3), ((double)duration["value"]!, (int)duration["count"]!, (double)duration["min"]!, (double)duration["max"]!));

        JsonNode Metric(string name) => envelopes.Single(envelope => envelope["data"]!["baseData"]!["metrics"] is JsonArray && (string?)One(envelope)["name"] == name);

        static JsonNode One(JsonNode envelope) => Assert.Single(envelope["data"]!["baseData"]!["metrics"]!.AsArray())!;
    }

    [Fact]
    public async Task A_gauge_that_stands_still_is_told_once_and_again_when_it_moves()
    {
        using var meter = new Meter(LaunchMeter.Name);
        var counter = meter.CreateCounter<long>("test.ticks");
        var level = 5;
        meter.CreateObservableGauge("test.level", () => level);
        using var export = new InsightsExport(Connection, TimeProvider.System, everyMilliseconds: 50);

        await TicksAsync(3);
        Assert.Equal([5], Levels());
        level = 6;
        await TicksAsync(6);
        Assert.Equal([5, 6], Levels());

        async Task TicksAsync(int count)
        {
            var began = TimeProvider.System.GetTimestamp();
            while (Values("test.ticks").Length < count)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "nothing is exported");
                counter.Add(1);
                await Task.Delay(20);
            }
        }

        int[] Levels() => [.. Values("test.level").Select(value => (int)value)];

        double[] Values(string name) =>
            [.. envelopes.Select(envelope => envelope["data"]!["baseData"]!["metrics"]?[0]).Where(metric => (string?)metric?["name"] == name).Select(metric => (double)metric!["value"]!)];
    }

    [Fact]
    public void What_cannot_be_sent_is_dropped_and_nobody_waits()
    {
        var connection = Connection with { Ingestion = new("http://127.0.0.1:9/v2.1/track") };
        using var source = new ActivitySource(Tracing.Name);
        using var export = new InsightsExport(connection, TimeProvider.System);
        source.StartActivity("decide alert")?.Dispose();
    }

    [Theory]
    [InlineData("IngestionEndpoint=https://x.example/", "has no InstrumentationKey")]
    [InlineData("InstrumentationKey=k;IngestionEndpoint=nowhere", "is no address")]
    public void A_connection_string_that_is_wrong_is_named_without_its_key(string connection, string why) =>
        Assert.Contains(why, Assert.Throws<FormatException>(() => InsightsConnection.Read(name => name == InsightsConnection.Variable ? connection : null)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_identity_is_the_one_that_the_host_uses()
    {
        var connection = InsightsConnection.Read(name => name == InsightsConnection.Variable ? "InstrumentationKey=k" : "ClientId=c-1;Authorization=AAD")!;
        Assert.Equal((true, "c-1", "https://dc.services.visualstudio.com/v2.1/track"), (connection.Entra, connection.ClientId, connection.Ingestion.ToString()));
        Assert.Null(InsightsConnection.Read(_ => null));
    }
}
