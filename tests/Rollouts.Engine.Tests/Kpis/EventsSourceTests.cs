using System.Collections.Immutable;
using static Rollouts.Engine.Tests.Kpis.Given;

namespace Rollouts.Engine.Tests.Kpis;

public class EventsSourceTests
{
    private readonly MemoryEvents events = new();

    private static MetricSource Source(string? stream = null)
    {
        var none = Sorted.Empty<string>();
        return new("app", "events", stream is null ? none : none.Add("stream", stream));
    }

    private Task<Reading> ReadAsync(KpiQuestion question, double at, string? stream = null) => new EventsSource(events).ReadOneAsync(Source(stream), question, at);

    private static EventValue Is(string text) => EventValue.Of(text);

    private static EventValue Is(double number) => EventValue.Of(number);

    [Fact]
    public async Task Events_are_counted_after_the_start_of_the_window_up_to_its_end()
    {
        events.Add("upload", 0).Add("upload", 40).Add("upload", 41).Add("other", 70).Add("upload", 100).Add("upload", 101);

        var reading = await ReadAsync(Metric(Measure.Counter, "upload").Over(60, at: 100), 100);

        Assert.Equal((2, 2), (reading.Value, reading.Samples));
        Assert.Equal(At(40), reading.From);
    }

    [Fact]
    public async Task A_ratio_is_counted_over_counted()
    {
        events.Add("alive", 0).Add("asked", 10).Add("granted", 10).Add("asked", 20).Add("asked", 50).Add("granted", 55);

        var reading = await ReadAsync(Ratio("granted", "asked").Over(60, at: 60), 60);

        Assert.Equal((2 / 3.0, 3, 2, 3), (reading.Value, reading.Samples, reading.Numerator, reading.Denominator));
    }

    [Fact]
    public async Task Nothing_above_the_line_is_zero_and_nothing_below_it_is_no_data()
    {
        events.Add("asked", 0).Add("asked", 55);
        Assert.Equal((0, 1), ((await ReadAsync(Ratio("granted", "asked").Over(60, at: 60), 60)) is var none ? (none.Value, none.Samples) : default));

        var empty = await ReadAsync(Ratio("granted", "begged").Over(60, at: 60), 60);
        Assert.Equal((null, null, "nothing was counted below the line"), (empty.Value, empty.Error, empty.Note));
    }

    [Fact]
    public async Task People_count_once_however_often_they_come()
    {
        events.Add("started", 0, ("user", Is("a"))).Add("started", 1, ("user", Is("b"))).Add("started", 2, ("user", Is("b"))).Add("activated", 40, ("user", Is("b"))).Add("activated", 45, ("user", Is("b")));

        var reading = await ReadAsync(Ratio("distinct user of activated", "distinct user of started").Since(-1), 60);

        Assert.Equal((0.5, 1, 2), (reading.Value, reading.Numerator, reading.Denominator));
    }

    [Fact]
    public async Task Sums_add_the_fields_numbers_and_say_what_had_none()
    {
        events.Add("upload", 0).Add("upload", 30, ("kb", Is(2))).Add("upload", 40, ("kb", Is(0.5))).Add("upload", 50, ("kb", Is("many")));

        var reading = await ReadAsync(Metric(Measure.Counter, "sum kb in KB of upload").Over(50, at: 50), 50);

        Assert.Equal((2560, 2, "1 event(s) have no number in 'kb' and do not count"), (reading.Value, reading.Samples, reading.Note));
    }

    [Fact]
    public async Task A_quantile_is_of_the_values_themselves_by_the_definition_the_plan_names()
    {
        events.Add("ttv", 0);
        foreach (var (value, at) in new[] { 15, 20, 35, 40, 50 }.Zip([14, 11, 12, 13, 20])) events.Add("ttv", at, ("s", Is(value)));
        var p40 = Metric(Measure.Histogram, "s of ttv", quantile: 0.4);

        Assert.Equal((20, 5), (await ReadAsync(p40.Over(20, at: 20), 20)) is var nearest ? (nearest.Value, nearest.Samples) : default);
        Assert.Equal(29, (await ReadAsync((p40 with { Ranking = Ranking.Linear }).Over(20, at: 20), 20)).Value!.Value, 1e-9);
    }

    [Theory]
    [InlineData(Aggregate.Last, 3)]
    [InlineData(Aggregate.Max, 9)]
    [InlineData(Aggregate.Min, 3)]
    [InlineData(Aggregate.Average, 6)]
    public async Task Levels_are_taken_of_the_events_in_the_window(Aggregate take, double value)
    {
        events.Add("x", 0, ("v", Is(100))).Add("x", 10, ("v", Is(9))).Add("x", 20, ("v", Is(6))).Add("x", 30, ("v", Is(3)));

        Assert.Equal(value, (await ReadAsync(Metric(Measure.Gauge, "v of x", aggregate: take).Over(30, at: 30), 30)).Value);
    }

    [Fact]
    public async Task Fields_filter_and_a_scope_is_a_field()
    {
        events.Add("upload", 0, ("channel", Is("web")), ("ok", Is("true"))).Add("upload", 20, ("channel", Is("web")), ("ok", Is("true")))
            .Add("upload", 21, ("channel", Is("web")), ("ok", Is("false"))).Add("upload", 22, ("channel", Is("app")), ("ok", Is("true")));
        var good = Metric(Measure.Counter, "upload where ok == true", scopeLabel: "channel");

        Assert.Equal(2, (await ReadAsync(good.Over(30, at: 30), 30)).Value);
        Assert.Equal(1, (await ReadAsync(good.Over(30, at: 30, scope: "web"), 30)).Value);
        Assert.Null((await ReadAsync(good.Over(30, at: 30, scope: "desktop"), 30)).Value);
    }

    [Fact]
    public async Task Streams_are_apart()
    {
        events.AddTo("staging", "upload", 0).AddTo("staging", "upload", 29);

        Assert.Equal(1, (await ReadAsync(Metric(Measure.Counter, "upload").Over(30, at: 30), 30, "staging")).Value);
        Assert.Equal("there are no events in the stream 'app'", (await ReadAsync(Metric(Measure.Counter, "upload").Over(30, at: 30), 30)).Note);
    }

    [Fact]
    public async Task A_window_that_begins_before_the_first_event_is_seen_in_part_and_no_data()
    {
        events.Add("upload", 10).Add("upload", 29);
        Assert.Null((await ReadAsync(Metric(Measure.Counter, "upload").Over(30, at: 30), 30)).Value);
        Assert.Equal(1, (await ReadAsync(Metric(Measure.Counter, "upload").Over(20, at: 30), 30)).Value);
        Assert.Equal(2, (await ReadAsync(Metric(Measure.Counter, "upload").Since(0), 30)).Value);
    }

    [Fact]
    public async Task A_stream_that_is_silent_for_half_the_window_has_lost_its_sender()
    {
        events.Add("upload", 0).Add("upload", 1000).Add("other", 1500);
        var uploads = Metric(Measure.Counter, "upload");

        Assert.Equal(1, (await ReadAsync(uploads.Over(2000, at: 2000), 2000)).Value);
        var silent = await ReadAsync(uploads.Over(2000, at: 2500), 2500);
        Assert.Equal((null, null), (silent.Value, silent.Error));
        Assert.StartsWith("no event of any name since", silent.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Less_than_five_minutes_are_no_silence()
    {
        events.Add("upload", 0).Add("upload", 10);
        Assert.Equal(2, (await ReadAsync(Metric(Measure.Counter, "upload").Since(-1), 309)).Value);
        Assert.Null((await ReadAsync(Metric(Measure.Counter, "upload").Since(-1), 310)).Value);
    }

    [Fact]
    public async Task No_such_event_in_a_stream_that_is_well_is_no_data_until_the_plan_says_what_silence_means()
    {
        events.Add("upload", 0).Add("upload", 25);
        var failures = Metric(Measure.Counter, "failure", name: "failures", zeroWhileAlive: "uploads");
        Assert.Null((await ReadAsync(failures.Over(30, at: 30), 30)).Value);

        var demand = new KpiDemand(
            Sorted.Empty<Metric>().Add("failures", failures).Add("uploads", Metric(Measure.Counter, "upload")),
            Sorted.Empty<MetricSource>().Add("app", Source()), [failures.Over(30, at: 30).Wanted]);
        var reading = (await new KpiReader([new EventsSource(events)], TimeProvider.System).ReadAsync(demand, At(30), default)).Single();

        Assert.Equal((0, 1), (reading.Value, reading.Samples));
    }

    [Fact]
    public async Task A_baseline_is_the_same_window_before_the_launch()
    {
        events.Add("upload", 0).Add("upload", 10).Add("upload", 20).Add("upload", 35).Add("upload", 100);
        var question = new KpiQuestion(Metric(Measure.Counter, "upload"), new(new("uploads", TimeSpan.FromSeconds(30), ReadingKey.Baseline), At(40)));

        Assert.Equal(2, (await ReadAsync(question, 100)).Value);
    }

    [Fact]
    public async Task A_query_that_makes_no_sense_is_an_error()
    {
        events.Add("upload", 0).Add("upload", 29);
        Assert.Contains("has no meaning", (await ReadAsync(Metric(Measure.Counter, "upload where x = 1").Over(20, at: 30), 30)).Error, StringComparison.Ordinal);
        Assert.Contains("names no field", (await ReadAsync(Metric(Measure.Histogram, "upload", quantile: 0.9).Over(20, at: 30), 30)).Error, StringComparison.Ordinal);
        Assert.Contains("cannot come from events", (await ReadAsync(Metric(Measure.Computed, "upload").Over(20, at: 30), 30)).Error, StringComparison.Ordinal);
    }
}
