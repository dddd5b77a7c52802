using System.Collections.Immutable;
using System.Text.Json;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

/// <summary>KPIs from Azure Monitor as plans ask for them, through the SDK, against the documented wire format.</summary>
public sealed class AzureMonitorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 10, 0, TimeSpan.Zero);

    private static Metric Metric(Measure measure, string query, Aggregate take = Aggregate.Last) => new(
        "uploads", Unit.Count, measure, "logs", Sorted.Empty<string>().Add("", query), "failed", "total", null, take, 0, new(null), null);

    private static MetricSource Source(string kind, string option, string value) => new("logs", kind, Sorted.Empty<string>().Add(option, value));

    private static KpiQuestion Ask(Metric metric) => new(metric, new(new(metric.Name, TimeSpan.FromMinutes(10), ""), Now - TimeSpan.FromMinutes(10)));

    private static async Task<Reading> LogsAsync(MonitorServer server, Metric metric, string option = "workspace", string value = "6a1b2c3d-0000-0000-0000-000000000000") =>
        Assert.Single(await new AzureLogsSource(server.Logs()).ReadAsync(Source("azure-logs", option, value), [Ask(metric)], Now, default));

    private static async Task<Reading> MetricsAsync(MonitorServer server, Metric metric) =>
        Assert.Single(await new AzureMetricsSource(server.Metrics()).ReadAsync(Source("azure-metrics", "resource", "/subscriptions/0/resourceGroups/g/providers/Microsoft.Insights/components/app"), [Ask(metric)], Now, default));

    private static string Table(string columns, string rows, string more = "") => $$"""{ "tables": [ { "name": "PrimaryResult", "columns": [{{columns}}], "rows": [{{rows}}] } ]{{more}} }""";

    private const string RatioColumns = """{ "name": "failed", "type": "long" }, { "name": "total", "type": "long" }""";
    private const string ValueColumn = """{ "name": "value", "type": "real" }""";

    [Fact]
    public async Task A_workspace_is_asked_for_exactly_the_window()
    {
        await using var server = await MonitorServer.StartAsync((200, Table(RatioColumns, "[ 12, 400 ]")));

        var reading = await LogsAsync(server, Metric(Measure.Ratio, "AppRequests | summarize failed = countif(Success == false), total = count()"));

        Assert.Equal((0.03, 400, null), (reading.Value, reading.Samples, reading.Error));
        var (path, _, body) = Assert.Single(server.Requests);
        Assert.Equal("/v1/workspaces/6a1b2c3d-0000-0000-0000-000000000000/query", path);
        var asked = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Equal("AppRequests | summarize failed = countif(Success == false), total = count()", asked.GetProperty("query").GetString());
        var span = asked.GetProperty("timespan").GetString()!.Split('/').Select(time => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal([Now - TimeSpan.FromMinutes(10), Now], span);
    }

    [Fact]
    public async Task A_resource_is_asked_by_its_id()
    {
        await using var server = await MonitorServer.StartAsync((200, Table(ValueColumn, "[ 12 ]")));

        var reading = await LogsAsync(server, Metric(Measure.Counter, "requests | count"), "resource", "/subscriptions/7f3a1c52-6f0b-4a52-9a55-3a0f0b7c1d11/resourceGroups/g/providers/microsoft.insights/components/app");

        Assert.Equal((12, null), (reading.Value, reading.Error));

        Assert.Equal("/v1/subscriptions/7f3a1c52-6f0b-4a52-9a55-3a0f0b7c1d11/resourceGroups/g/providers/microsoft.insights/components/app/query", Assert.Single(server.Requests).Path);
    }

    [Theory]
    [InlineData("real", "1.5", 1.5)]
    [InlineData("long", "4821", 4821.0)]
    [InlineData("int", "7", 7.0)]
    [InlineData("decimal", "\"2.25\"", 2.25)]
    [InlineData("bool", "true", 1.0)]
    [InlineData("timespan", "\"00:00:02.5000000\"", 2.5)]
    [InlineData("real", "null", null)]
    [InlineData("real", "\"NaN\"", null)]
    [InlineData("real", "\"Infinity\"", null)]
    public async Task Every_type_of_number_is_read_and_what_is_no_number_is_no_data(string type, string cell, double? value)
    {
        await using var server = await MonitorServer.StartAsync((200, Table($$"""{ "name": "value", "type": "{{type}}" }""", $"[ {cell} ]")));

        var reading = await LogsAsync(server, Metric(Measure.Computed, "q"));

        Assert.Null(reading.Error);
        Assert.Equal(value, reading.Value);
    }

    [Fact]
    public async Task No_rows_are_no_data_and_a_column_of_texts_is_an_error()
    {
        await using var none = await MonitorServer.StartAsync((200, Table(ValueColumn, "")));
        var reading = await LogsAsync(none, Metric(Measure.Computed, "q"));
        Assert.Equal((null, null, "no rows answer"), (reading.Value, reading.Error, reading.Note));

        await using var texts = await MonitorServer.StartAsync((200, Table("""{ "name": "value", "type": "string" }""", "[ \"many\" ]")));
        Assert.Contains("the column 'value' is a string, not a number", (await LogsAsync(texts, Metric(Measure.Computed, "q"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_an_answer_is_an_error_and_never_a_number()
    {
        await using var server = await MonitorServer.StartAsync((200, Table(ValueColumn, "[ 12 ]", """, "error": { "code": "PartialError", "message": "There were some errors when processing your query.", "details": [ { "code": "EngineError", "message": "Something went wrong" } ] }""")));

        var reading = await LogsAsync(server, Metric(Measure.Counter, "q"));

        Assert.Null(reading.Value);
        Assert.StartsWith("Log Analytics answered in part only", reading.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttled_query_is_tried_again_and_an_error_in_the_end()
    {
        await using var once = await MonitorServer.StartAsync((429, "{}"), (200, Table(ValueColumn, "[ 12 ]")));
        Assert.Equal(12, (await LogsAsync(once, Metric(Measure.Counter, "q"))).Value);
        Assert.Equal(2, once.Requests.Count);

        await using var always = await MonitorServer.StartAsync((429, """{ "error": { "code": "ThrottledError", "message": "Too many requests" } }"""));
        Assert.Equal("Log Analytics asks for fewer queries (429)", (await LogsAsync(always, Metric(Measure.Counter, "q"))).Error);
    }

    [Theory]
    [InlineData(400, "BadArgumentError", "Log Analytics takes the query for wrong")]
    [InlineData(403, "InsufficientAccessError", "Log Analytics answered 403 InsufficientAccessError")]
    [InlineData(404, "PathNotFoundError", "Log Analytics answered 404 PathNotFoundError")]
    [InlineData(504, "GatewayTimeout", "Log Analytics answered 504 GatewayTimeout")]
    public async Task A_refusal_is_an_error_that_says_which(int status, string code, string why)
    {
        await using var server = await MonitorServer.StartAsync((status, $$"""{ "error": { "code": "{{code}}", "message": "The request had some invalid properties" } }"""));

        Assert.StartsWith(why, (await LogsAsync(server, Metric(Measure.Counter, "q"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_an_error()
    {
        var server = await MonitorServer.StartAsync((200, ""));
        await using var kept = server;
        var logs = server.Logs();
        await server.StopAsync();

        var reading = Assert.Single(await new AzureLogsSource(logs).ReadAsync(Source("azure-logs", "workspace", "w"), [Ask(Metric(Measure.Counter, "q"))], Now, default));

        Assert.NotNull(reading.Error);
    }

    /// <param name="series">The JSON of <c>timeseries</c>.</param>
    private static string MetricAnswer(string series, string more = "") => $$"""
        { "cost": 59, "timespan": "2026-11-21T08:00:00Z/2026-11-21T08:10:00Z", "interval": "PT1M", "namespace": "microsoft.insights/components", "resourceregion": "westeurope",
          "value": [ { "id": "/subscriptions/0/providers/Microsoft.Insights/metrics/requests/count", "type": "Microsoft.Insights/metrics",
            "name": { "value": "requests/count", "localizedValue": "Server requests" }, "displayDescription": "", "unit": "Count", "timeseries": [ {{series}} ]{{more}} } ] }
        """;

    [Fact]
    public async Task Metrics_of_a_resource_are_asked_for_the_window_by_the_minute_and_empty_minutes_left_out()
    {
        await using var server = await MonitorServer.StartAsync((200, MetricAnswer("""
            { "metadatavalues": [], "data": [
              { "timeStamp": "2026-11-21T08:00:00Z", "total": 5, "count": 5, "average": 1, "minimum": 1, "maximum": 1 },
              { "timeStamp": "2026-11-21T08:01:00Z" },
              { "timeStamp": "2026-11-21T08:02:00Z", "total": 7, "count": 7, "average": 1, "minimum": 1, "maximum": 1 } ] }
            """)));

        var reading = await MetricsAsync(server, Metric(Measure.Counter, "requests/count | cloud/roleName eq 'checkout'"));

        Assert.Equal((12, 12, null), (reading.Value, reading.Samples, reading.Error));
        var (path, query, _) = Assert.Single(server.Requests);
        Assert.EndsWith("/components/app/providers/Microsoft.Insights/metrics", path, StringComparison.Ordinal);
        foreach (var part in (string[])["timespan=2026-11-21T08:00:00", "interval=PT1M", "metricnames=requests/count", "$filter=cloud/roleName eq 'checkout'"])
            Assert.Contains(part, Uri.UnescapeDataString(query), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_metric_without_series_is_no_data_and_several_series_are_an_error()
    {
        await using var none = await MonitorServer.StartAsync((200, MetricAnswer("")));
        var reading = await MetricsAsync(none, Metric(Measure.Counter, "requests/count"));
        Assert.Equal((null, null), (reading.Value, reading.Error));

        const string One = """{ "metadatavalues": [], "data": [ { "timeStamp": "2026-11-21T08:00:00Z", "total": 5 } ] }""";
        await using var two = await MonitorServer.StartAsync((200, MetricAnswer(One + "," + One)));
        Assert.StartsWith("2 series of requests/count answer", (await MetricsAsync(two, Metric(Measure.Counter, "requests/count"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_that_the_service_could_not_read_is_an_error()
    {
        await using var server = await MonitorServer.StartAsync((200, MetricAnswer("", """, "errorCode": "InvalidSamplingType", "errorMessage": "no" """)));

        var reading = await MetricsAsync(server, Metric(Measure.Counter, "requests/count"));

        Assert.Null(reading.Value);
    }
}
