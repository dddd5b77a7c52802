using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>KPIs counted on raw events (option <c>stream</c>): counts, sums, ratios and exact quantiles over any window.</summary>
/// <remarks>
/// A trailing window that begins before the first event of the stream is seen in part, and so no data; and a stream that has been silent, events of
/// every name, for half the window and five minutes has lost its sender. No fitting event in a stream that is well is no data too, unless the plan says what silence means:
/// only above the line of a ratio nothing is zero. A metric with a scope counts the events whose field of that name is the scope.
/// </remarks>
public sealed class EventsSource(IEventStore store) : IKpiSource
{
    /// <summary>Apps send when something happens, and the first moments of a launch are quiet.</summary>
    private static readonly TimeSpan QuietMoment = TimeSpan.FromMinutes(5);

    public string Kind => "events";

    public async Task<ImmutableArray<Reading>> ReadAsync(
        MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation)
    {
        var readings = ImmutableArray.CreateBuilder<Reading>(questions.Length);
        foreach (var question in questions) readings.Add(await AnswerAsync(EventStream.Of(source), question, new(question, now), cancellation));
        return readings.MoveToImmutable();
    }

    private async Task<Reading> AnswerAsync(string stream, KpiQuestion question, WindowReading reading, CancellationToken cancellation)
    {
        try
        {
            var (metric, window) = (question.Metric, reading.Window);
            if (await store.SpanAsync(stream, window.Until, cancellation) is not { } span) return reading.NoData($"there are no events in the stream '{stream}'");
            if (!window.SinceStart && span.First > window.From) return reading.NoData(FormattableString.Invariant($"the first event is of {span.First:u}: the window is seen in part"));
            if (window.Until - span.Last >= SilentAfter(window)) return reading.NoData(FormattableString.Invariant($"no event of any name since {span.Last:u}"));
            return metric.Measure switch
            {
                Measure.Counter => Counted(reading, await TallyAsync(QueryParts.Value(metric))),
                Measure.Ratio => reading.Ratio((await TallyAsync(QueryParts.Numerator(metric))).Value, (await TallyAsync(QueryParts.Denominator(metric))).Value, window.From),
                Measure.Histogram => Ranked(reading, metric, await ValuesAsync(QueryParts.Value(metric))),
                Measure.Gauge => Level(reading, metric.Aggregate, await ValuesAsync(QueryParts.Value(metric))),
                _ => throw new FormatException($"the metric '{metric.Name}' cannot come from events: it must be a counter, gauge, quantile or ratio"),
            };

            async Task<EventTally> TallyAsync(string text) => EventTally.Of(EventQuery.Parse(text), await EventsAsync(EventQuery.Parse(text)));

            async Task<EventTally> ValuesAsync(string text) => EventQuery.Parse(text) is { Take: EventTake.Values } query
                ? EventTally.Of(query, await EventsAsync(query))
                : throw new FormatException($"the query of '{metric.Name}' names no field to take: write FIELD of NAME");

            async Task<ImmutableArray<RawEvent>> EventsAsync(EventQuery query) =>
                [.. (await store.ReadAsync(stream, query.Name, window.From, window.Until, cancellation)).Where(raw => query.Fits(raw) && IsIn(question, raw))];
        }
        catch (Exception e) when (e is StoreException or FormatException)
        {
            return reading.Failed(e.Message);
        }
    }

    private static TimeSpan SilentAfter(KpiWindow window) => window.Length / 2 > QuietMoment ? window.Length / 2 : QuietMoment;

    private static bool IsIn(KpiQuestion question, RawEvent raw) =>
        question.Wanted.Key.Scope is "" or ReadingKey.Baseline || question.Metric.ScopeLabel is not { } label || raw[label]?.Text == question.Wanted.Key.Scope;

    private static Reading Counted(WindowReading reading, EventTally tally) => tally.Events == 0
        ? reading.NoData("there is no such event in the window")
        : reading.Of(tally.Value, tally.Events, reading.Window.From) with { Note = tally.Note };

    private static Reading Ranked(WindowReading reading, Metric metric, EventTally tally) => tally.Numbers.IsEmpty
        ? reading.NoData(tally.Note ?? "there is no such event in the window")
        : reading.Of(Percentile.Of(metric.Ranking, WindowReading.QuantileOf(metric), tally.Numbers.Sort()), tally.Numbers.Length, reading.Window.From) with { Note = tally.Note };

    /// <summary>Averages are of the events, each weighing the same.</summary>
    private static Reading Level(WindowReading reading, Aggregate aggregate, EventTally tally)
    {
        if (tally.Numbers.IsEmpty) return reading.NoData(tally.Note ?? "there is no such event in the window");
        var value = aggregate switch
        {
            Aggregate.Last => tally.Numbers[^1],
            Aggregate.Max => tally.Numbers.Max(),
            Aggregate.Min => tally.Numbers.Min(),
            Aggregate.Average => tally.Numbers.Average(),
            _ => throw new ArgumentOutOfRangeException(nameof(aggregate), aggregate, "not an aggregate"),
        };
        return reading.Of(value, tally.Numbers.Length, reading.Window.From) with { Note = tally.Note };
    }
}
