using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using static Rollouts.Engine.Tests.Kpis.Given;

namespace Rollouts.Engine.Tests.Kpis;

public sealed class PrometheusSourceTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> answers = new();
    private readonly ConcurrentQueue<(string Path, string Query, string Time)> asked = new();
    private WebServer server = null!;
    private OutboundHttp http = null!;
    private PrometheusSource source = null!;
    private MetricSource from = null!;

    public async Task InitializeAsync()
    {
        server = await WebServer.StartAsync(async context =>
        {
            var query = context.Request.Query["query"].ToString();
            asked.Enqueue((context.Request.Path, query, context.Request.Query["time"].ToString()));
            if (answers.TryGetValue(query, out var answer))
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(answer);
                return;
            }

            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("""{"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": 1:6: parse error: unexpected end of input"}""");
        });
        http = server.Client();
        source = new(http);
        from = Source("prometheus", server.Url);
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_window_is_asked_for_whole_at_the_captured_time()
    {
        answers["sum(increase(uploads_total[300s]))"] = Vector("{}", "42");
        var reading = await source.ReadOneAsync(from, Metric(Measure.Counter, "sum(increase(uploads_total[$window]))").Over(300, 300.25), 300.25);
        Assert.Equal((42, 42, At(0.25)), (reading.Value!.Value, reading.Samples, reading.From));
        Assert.Equal(("/api/v1/query", "1772442300.250"), (asked.Single().Path, asked.Single().Time));
    }

    [Fact]
    public async Task A_window_since_the_attempt_began_is_rounded_down_to_seconds()
    {
        answers["increase(x[12s])"] = Vector("{}", "1");
        var reading = await source.ReadOneAsync(from, Metric(Measure.Counter, "increase(x[$window])").Since(0), 12.9);
        Assert.Equal(At(0.9), reading.From);
    }

    [Fact]
    public async Task The_baseline_is_asked_for_as_of_the_start()
    {
        answers["increase(x[60s])"] = Vector("{}", "1");
        var question = new KpiQuestion(Metric(Measure.Counter, "increase(x[$window])"), new(new("uploads", TimeSpan.FromSeconds(60), ReadingKey.Baseline), At(0)));
        var reading = await source.ReadOneAsync(from, question, 100);
        Assert.Equal((1, At(-60), "1772442000.000"), (reading.Value!.Value, reading.From, asked.Single().Time));
    }

    [Fact]
    public async Task A_ratio_asks_for_both_parts()
    {
        (answers["f[10s]"], answers["t[10s]"]) = (Vector("{}", "3"), Vector("{}", "60"));
        var reading = await source.ReadOneAsync(from, Ratio("f[$window]", "t[$window]").Over(10, 10), 10);
        Assert.Equal((0.05, 60, 3, 60), (reading.Value!.Value, reading.Samples, reading.Numerator!.Value, reading.Denominator!.Value));
    }

    [Theory]
    [InlineData("60", null, "there is no numerator")]
    [InlineData(null, "3", "there is no denominator")]
    [InlineData("0", "0", "nothing was counted below the line")]
    [InlineData("NaN", "3", "there is no denominator")]
    public async Task A_ratio_without_one_of_its_parts_is_no_data(string? total, string? failed, string note)
    {
        (answers["f[10s]"], answers["t[10s]"]) = (failed is null ? Empty : Vector("{}", failed), total is null ? Empty : Vector("{}", total));
        var reading = await source.ReadOneAsync(from, Ratio("f[$window]", "t[$window]").Over(10, 10), 10);
        Assert.Equal((null, 0, null, note), (reading.Value, reading.Samples, reading.Error, reading.Note));
    }

    [Theory]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""", "the query gives nothing")]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[1,"NaN"]}}""", "the query gives NaN")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"+Inf"]}]}}""", "the query gives Infinity")]
    public async Task Nothing_and_no_number_are_no_data_never_zero(string answer, string note)
    {
        answers["q"] = answer;
        var reading = await source.ReadOneAsync(from, Metric(Measure.Computed, "q").Since(0), 10);
        Assert.Equal((null, 0, null, note), (reading.Value, reading.Samples, reading.Error, reading.Note));
    }

    [Fact]
    public async Task A_scalar_is_a_value()
    {
        answers["scalar(q)"] = """{"status":"success","data":{"resultType":"scalar","result":[1,"2.5e1"]}}""";
        Assert.Equal(25, (await source.ReadOneAsync(from, Metric(Measure.Computed, "scalar(q)").Since(0), 10)).Value);
    }

    [Fact]
    public async Task Warnings_are_kept_beside_the_value()
    {
        answers["q"] = """{"status":"success","warnings":["one store is down"],"infos":["metric might not be a counter"],"data":{"resultType":"vector","result":[{"metric":{},"value":[1,"7"]}]}}""";
        var reading = await source.ReadOneAsync(from, Metric(Measure.Computed, "q").Since(0), 10);
        Assert.Equal((7, "one store is down; metric might not be a counter"), (reading.Value!.Value, reading.Note));
    }

    [Fact]
    public async Task Several_series_are_an_error_that_names_them()
    {
        answers["q"] = """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"pod":"a"},"value":[1,"1"]},{"metric":{"pod":"b"},"value":[1,"2"]}]}}""";
        var reading = await source.ReadOneAsync(from, Metric(Measure.Computed, "q").Since(0), 10);
        Assert.Equal("2 series answer, {pod=\"a\"} and {pod=\"b\"} among them; a query must give one, for instance with sum()", reading.Error);
        Assert.Null(reading.Value);
    }

    [Fact]
    public async Task An_error_of_the_server_is_the_error_of_the_reading()
    {
        var reading = await source.ReadOneAsync(from, Metric(Measure.Computed, "sum(").Since(0), 10);
        Assert.Equal($"{server.Url} answered 400; Prometheus answers: invalid parameter \"query\": 1:6: parse error: unexpected end of input", reading.Error);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"status":"success"}""")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[]}]}}""")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,2]}]}}""")]
    public async Task An_answer_of_another_kind_is_an_error(string answer)
    {
        answers["q"] = answer;
        Assert.Equal("the answer is not one of the Prometheus API", (await source.ReadOneAsync(from, Metric(Measure.Computed, "q").Since(0), 10)).Error);
    }

    [Fact]
    public async Task A_matrix_is_not_a_number()
    {
        answers["q[5m]"] = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";
        Assert.Equal("the query gives a matrix, not a number", (await source.ReadOneAsync(from, Metric(Measure.Computed, "q[5m]").Since(0), 10)).Error);
    }

    [Fact]
    public async Task Buckets_give_the_quantile_and_the_sample_size()
    {
        answers["b[10s]"] = """
            {"status":"success","data":{"resultType":"vector","result":[
            {"metric":{"le":"+Inf"},"value":[1,"120"]},{"metric":{"le":"0.1"},"value":[1,"50"]},
            {"metric":{"le":"0.2"},"value":[1,"70"]},{"metric":{"le":"1.0"},"value":[1,"110"]}]}}
            """;
        var reading = await source.ReadOneAsync(from, Metric(Measure.Histogram, "b[$window]", quantile: 0.8).Over(10, 10), 10);
        Assert.Equal((0.72, 120), (Math.Round(reading.Value!.Value, 9), reading.Samples));
    }

    [Fact]
    public async Task A_part_for_the_sample_size_is_asked_too()
    {
        (answers["q[10s]"], answers["n[10s]"]) = (Vector("{}", "0.4"), Vector("{}", "900"));
        var reading = await source.ReadOneAsync(from, Metric(Measure.Computed, "q[$window]", samples: "n[$window]").Over(10, 10), 10);
        Assert.Equal((0.4, 900), (reading.Value!.Value, reading.Samples));
    }

    [Theory]
    [InlineData("x{c=$scope}", "a\"} or vector(1) #\\", "x{c=\"a\\\"} or vector(1) #\\\\\"}")]
    [InlineData("x{c=\"$scope\"}", "a", "x{c=\"a\"}")]
    [InlineData("x{c=~$scope}", "a.*|b", "x{c=~\"a\\\\.\\\\*\\\\|b\"}")]
    [InlineData("x{c!=$scope}", "$window", "x{c!=\"$window\"}")]
    [InlineData("x{c=$scope}", "", "x{c=~\".*\"}")]
    [InlineData("x{c=~\"$scope\"}", ReadingKey.Baseline, "x{c=~\".*\"}")]
    public void A_scope_is_quoted_and_is_only_ever_itself(string template, string scope, string sent)
    {
        var metric = Metric(Measure.Computed, template);
        Assert.Equal(sent, PrometheusQuery.Of(metric, template, new("uploads", null, scope), SinceStart(0, 10)).Text);
    }

    [Fact]
    public async Task A_query_that_cannot_be_read_as_asked_is_an_error_and_is_not_sent()
    {
        var readings = await source.ReadAsync(
            from,
            [
                Metric(Measure.Counter, "sum(increase(x[5m]))").Over(900, 900),
                Metric(Measure.Computed, "sum(x)").Since(0, "channel-a"),
                Metric(Measure.Gauge, "x", aggregate: Aggregate.Max).Over(900, 900),
                Metric(Measure.Computed, "x{c!=$scope}").Since(0),
            ],
            At(900), default);
        Assert.Equal(
            [
                "the query of 'uploads' has no $window, so it cannot be read over one",
                "the query of 'uploads' has no $scope to read 'channel-a' by",
                "the query of 'uploads' has no $window, so it cannot be read over one",
                "the query of 'uploads' uses $scope in a way that says nothing about the whole launch",
            ],
            readings.Select(reading => reading.Error));
        Assert.Empty(asked);
    }

    [Fact]
    public async Task Equal_queries_are_sent_once()
    {
        (answers["f[10s]"], answers["t[10s]"]) = (Vector("{}", "3"), Vector("{}", "60"));
        var ratio = Ratio("f[$window]", "t[$window]");
        await source.ReadAsync(from, [ratio.Over(10, 10), ratio.Over(10, 10), Metric(Measure.Counter, "t[$window]").Over(10, 10)], At(10), default);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task After_the_server_proved_unreachable_it_is_not_asked_again()
    {
        await using var hanging = await WebServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var impatient = hanging.Client(TimeSpan.FromMilliseconds(300));
        var questions = Enumerable.Range(0, 20).Select(i => Metric(Measure.Computed, $"q{i}").Since(0));
        var readings = await new PrometheusSource(impatient).ReadAsync(Source("prometheus", hanging.Url), [.. questions], At(10), default);
        Assert.All(readings, reading => Assert.Equal($"{hanging.Url}api/v1/query did not answer within 300ms", reading.Error));
        Assert.InRange(hanging.Requests, 1, 4);
    }

    [Fact]
    public async Task A_path_before_the_api_stays()
    {
        answers["q"] = Vector("{}", "1");
        await source.ReadOneAsync(Source("prometheus", new(server.Url, "/prometheus/")), Metric(Measure.Computed, "q").Since(0), 10);
        Assert.Equal("/prometheus/api/v1/query", asked.Single().Path);
    }

    private const string Empty = """{"status":"success","data":{"resultType":"vector","result":[]}}""";

    private static string Vector(string labels, string value) =>
        $$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{{{labels}}},"value":[1,"{{{value}}}"]}]}}""";
}
