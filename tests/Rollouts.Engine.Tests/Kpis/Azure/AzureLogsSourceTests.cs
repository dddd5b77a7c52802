using System.Collections.Immutable;

namespace Rollouts.Engine.Tests.Kpis;

public sealed class AzureLogsSourceTests
{
    private static readonly MetricSource Source = new("logs", "azure-logs", Sorted.Empty<string>().Add("workspace", "w-1"));

    /// <summary>Answers by a function of the query, and remembers what it was asked.</summary>
    private sealed class Logs(Func<string, LogsTable> answer) : ILogsClient
    {
        public List<(LogsPlace Place, string Query, DateTimeOffset From, DateTimeOffset Until)> Asked { get; } = [];

        public Task<LogsTable> QueryAsync(LogsPlace place, string query, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
        {
            lock (Asked) Asked.Add((place, query, from, until));
            return Task.FromResult(answer(query));
        }
    }

    private static LogsTable Table(string columns, params double?[][] rows) => new([.. columns.Split(' ')], [.. rows.Select(row => row.ToImmutableArray())]);

    private static async Task<Reading> ReadAsync(Metric metric, LogsTable answer, string scope = "") =>
        Assert.Single(await new AzureLogsSource(new Logs(_ => answer)).ReadAsync(Source, [metric.Over(900, 1000, scope)], Given.At(1000), default));

    [Fact]
    public async Task A_counter_is_its_own_sample_size_and_is_asked_over_the_whole_window_at_once()
    {
        var logs = new Logs(_ => Table("value", [12]));

        var reading = Assert.Single(await new AzureLogsSource(logs).ReadAsync(Source, [Given.Metric(Measure.Counter, "A | summarize value = count()").Over(900, 1000)], Given.At(1000), default));

        Assert.Equal((12, 12, null), (reading.Value, reading.Samples, reading.Error));
        Assert.Equal((new LogsPlace("w-1", null), "A | summarize value = count()", Given.At(100), Given.At(1000)), Assert.Single(logs.Asked));
        Assert.Equal(Given.At(100), reading.From);
    }

    [Fact]
    public async Task A_count_of_nothing_is_no_data_because_logs_that_do_not_arrive_look_like_it()
    {
        var reading = await ReadAsync(Given.Metric(Measure.Counter, "q"), Table("value", [0]));

        Assert.Null(reading.Value);
        Assert.Null(reading.Error);
        Assert.Contains("no logs arrive", reading.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_count_of_nothing_is_zero_while_another_metric_shows_life()
    {
        var opened = Given.Metric(Measure.Counter, "opened", name: "opened", zeroWhileAlive: "uploads", from: "logs");
        var uploads = Given.Metric(Measure.Counter, "uploads", from: "logs");
        foreach (var (alive, value) in ((double, double?)[])[(40, 0), (0, null)])
        {
            var reader = new KpiReader([new AzureLogsSource(new Logs(query => Table("value", [query == "opened" ? 0 : alive])))], TimeProvider.System);
            var demand = new KpiDemand(
                Sorted.Empty<Metric>().Add("opened", opened).Add("uploads", uploads), Sorted.Empty<MetricSource>().Add("logs", Source),
                [opened.Over(900, 1000).Wanted]);

            Assert.Equal(value, Assert.Single(await reader.ReadAsync(demand, Given.At(1000), default)).Value);
        }
    }

    [Theory]
    [InlineData(2, 50, 0.04)]
    [InlineData(0, 50, 0.0)]
    [InlineData(0, 0, null)]
    public async Task A_ratio_is_two_columns_of_one_query(double failed, double total, double? value)
    {
        var metric = Given.Ratio("", "") with { Query = Sorted.Empty<string>().Add("", "q") };

        var reading = await ReadAsync(metric, Table("failed total", [failed, total]));

        Assert.Equal((value, failed, total), (reading.Value, reading.Numerator, reading.Denominator));
    }

    [Fact]
    public async Task A_ratio_may_have_a_query_for_each_part()
    {
        var logs = new Logs(query => Table("n", [query == "f" ? 3 : 60]));

        var reading = Assert.Single(await new AzureLogsSource(logs).ReadAsync(Source, [Given.Ratio("f", "t").Over(900, 1000)], Given.At(1000), default));

        Assert.Equal((0.05, 60), (reading.Value, reading.Samples));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task Null_NaN_and_infinity_are_no_data(double? nothing)
    {
        Assert.Null((await ReadAsync(Given.Metric(Measure.Computed, "q"), Table("value", [nothing]))).Value);
        Assert.Null((await ReadAsync(Given.Ratio("", "") with { Query = Sorted.Empty<string>().Add("", "q") }, Table("failed total", [nothing, 50]))).Value);
    }

    [Fact]
    public async Task No_rows_are_no_data_and_several_rows_are_an_error()
    {
        var none = await ReadAsync(Given.Metric(Measure.Computed, "q"), Table("value"));
        Assert.Equal((null, null, "no rows answer"), (none.Value, none.Error, none.Note));

        var many = await ReadAsync(Given.Metric(Measure.Computed, "q"), Table("value", [1], [2]));
        Assert.Equal("2 rows answer, and a query must give one: summarize without 'by'", many.Error);
    }

    [Fact]
    public async Task The_sample_size_is_a_column_or_a_query_of_its_own_or_one()
    {
        Assert.Equal(70, (await ReadAsync(Given.Metric(Measure.Computed, "q"), Table("value samples", [1.5, 70]))).Samples);
        Assert.Equal(1, (await ReadAsync(Given.Metric(Measure.Gauge, "q"), Table("Max", [1.5]))).Samples);
        var own = new AzureLogsSource(new Logs(query => Table("x", [query == "n" ? 80 : 1.5])));
        Assert.Equal(80, Assert.Single(await own.ReadAsync(Source, [Given.Metric(Measure.Computed, "q", samples: "n").Over(900, 1000)], Given.At(1000), default)).Samples);
    }

    [Fact]
    public async Task A_column_that_is_missing_is_named_with_those_that_are_there() => Assert.Equal(
        "the answer has no column 'value', only a, b", (await ReadAsync(Given.Metric(Measure.Computed, "q"), Table("a b", [1, 2]))).Error);

    [Fact]
    public async Task Questions_that_share_query_and_window_share_the_call()
    {
        var logs = new Logs(_ => Table("value", [12]));
        var metric = Given.Metric(Measure.Counter, "q");

        await new AzureLogsSource(logs).ReadAsync(Source, [metric.Over(900, 1000), (metric with { Name = "same" }).Over(900, 1000), metric.Over(60, 1000)], Given.At(1000), default);

        Assert.Equal(2, logs.Asked.Count);
    }

    [Fact]
    public async Task A_baseline_is_asked_over_the_time_before()
    {
        var logs = new Logs(_ => Table("value", [12]));

        await new AzureLogsSource(logs).ReadAsync(Source, [Given.Metric(Measure.Counter, "q").Over(300, 1000, ReadingKey.Baseline)], Given.At(1000), default);

        Assert.Equal((Given.At(400), Given.At(700)), (Assert.Single(logs.Asked).From, logs.Asked[0].Until));
    }

    [Theory]
    [InlineData("A | where tostring(P.c) == $scope", "eu", "A | where tostring(P.c) == \"eu\"")]
    [InlineData("A | where c=='$scope'", "eu\" or true //", "A | where c==\"eu\\\" or true //\"")]
    [InlineData("A | where c == \"$scope\"", "a\\b\n", "A | where c == \"a\\\\b\\u000a\"")]
    [InlineData("A | where d == \"it's\" and c == $scope", "eu", "A | where d == \"it's\" and c == \"eu\"")]
    [InlineData("A | where c == $scope", "", "A | where c matches regex \".*\"")]
    [InlineData("A | summarize count() by bin(TimeGenerated, $window)", "", "A | summarize count() by bin(TimeGenerated, 900s)")]
    public async Task Places_are_filled_with_quoted_texts_and_never_pasted(string query, string scope, string asked)
    {
        var logs = new Logs(_ => Table("value", [12]));

        await new AzureLogsSource(logs).ReadAsync(Source, [Given.Metric(Measure.Counter, query).Over(900, 1000, scope)], Given.At(1000), default);

        Assert.Equal(asked, Assert.Single(logs.Asked).Query);
    }

    [Theory]
    [InlineData("A | where c has $scope", "", "the query of 'uploads' uses $scope in a way that says nothing about the whole launch; write == $scope")]
    [InlineData("A | where c startswith \"p-$scope\"", "eu", "the query of 'uploads' has $scope within a text; write strcat(\"prefix\", $scope)")]
    [InlineData("A | where c == @'\\' and d == 'x $scope'", "eu", "the query of 'uploads' has $scope within a text; write strcat(\"prefix\", $scope)")]
    [InlineData("A // it's $scope\n| where c == $scope", "eu", "the query of 'uploads' has $scope within a text; write strcat(\"prefix\", $scope)")]
    [InlineData("A | count", "eu", "the query of 'uploads' has no $scope to read 'eu' by")]
    public async Task A_query_that_lacks_a_place_is_an_error(string query, string scope, string why) =>
        Assert.Equal(why, (await ReadAsync(Given.Metric(Measure.Counter, query), Table("value", [1]), scope)).Error);

    [Fact]
    public async Task A_failure_is_the_error_of_the_questions_it_concerns_only()
    {
        var source = new AzureLogsSource(new Logs(query => query == "bad" ? throw new FormatException("Log Analytics takes the query for wrong: SyntaxError") : Table("value", [12])));

        var readings = await source.ReadAsync(Source, [Given.Metric(Measure.Counter, "bad").Over(900, 1000), Given.Metric(Measure.Counter, "good").Over(900, 1000)], Given.At(1000), default);

        Assert.Equal("Log Analytics takes the query for wrong: SyntaxError", readings[0].Error);
        Assert.Equal(12, readings[1].Value);
    }

    [Fact]
    public async Task A_source_must_name_a_workspace_or_a_resource()
    {
        var neither = new MetricSource("logs", "azure-logs", Sorted.Empty<string>());

        var reading = Assert.Single(await new AzureLogsSource(new Logs(_ => Table("value", [1]))).ReadAsync(neither, [Given.Metric(Measure.Counter, "q").Over(900, 1000)], Given.At(1000), default));

        Assert.Equal("the source 'logs' must name a workspace or a resource", reading.Error);
    }
}
