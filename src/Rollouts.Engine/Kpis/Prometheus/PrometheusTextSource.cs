using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A Prometheus text page (option <c>url</c>): counters turned into windows by kept samples.</summary>
/// <remarks>A query is a selector. Counters that match are added up; a histogram's query names its buckets, with or without <c>_bucket</c>.</remarks>
public sealed class PrometheusTextSource(OutboundHttp http, ISampleStore store) : IScrapedSource, IDisposable
{
    private readonly ConcurrentDictionary<string, ScrapedPage> pages = new(StringComparer.Ordinal);

    public string Kind => "prometheus-text";

    public async Task<ImmutableArray<Reading>> ReadAsync(
        MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation)
    {
        var asked = questions.Select(question => Ask(question, now)).ToArray();
        try
        {
            var page = PageOf(source);
            await page.ScrapeAsync([.. asked.SelectMany(each => each.Watches)], [], now, cancellation);
            return [.. await Task.WhenAll(asked.Select(each => AnswerAsync(page, each, cancellation)))];
        }
        catch (Exception e) when (e is OutboundException or FormatException)
        {
            return [.. asked.Select(each => each.Reading.Failed(each.Fault ?? e.Message))];
        }
    }

    public async Task ScrapeAsync(MetricSource source, IReadOnlyCollection<Metric> metrics, DateTimeOffset now, CancellationToken cancellation)
    {
        var watches = new List<PageWatch>();
        var scopes = new List<(PageWatch, string)>();
        FormatException? wrong = null;
        foreach (var metric in metrics.Where(metric => metric.From == source.Name && metric.Measure != Measure.Reported))
        {
            try
            {
                var own = PageWatch.Of(metric);
                watches.AddRange(own);
                if (metric.ScopeLabel is { } label) scopes.AddRange(own.Select(watch => (watch, label)));
            }
            catch (FormatException e)
            {
                wrong = e;
            }
        }

        if (watches.Count > 0) await PageOf(source).ScrapeAsync(watches, scopes, now, cancellation);
        if (wrong is not null) throw wrong;
    }

    public void Dispose()
    {
        foreach (var page in pages.Values) page.Dispose();
    }

    private ScrapedPage PageOf(MetricSource source)
    {
        var url = SourceUrl.Of(source);
        return pages.GetOrAdd(url.AbsoluteUri, _ => new(url, http, store));
    }

    private static Asked Ask(KpiQuestion question, DateTimeOffset now)
    {
        var reading = new WindowReading(question, now);
        try
        {
            return new(question.Metric, reading, PageWatch.Of(question.Metric, question.Wanted.Key.Scope), null);
        }
        catch (FormatException e)
        {
            return new(question.Metric, reading, [], e.Message);
        }
    }

    private async Task<Reading> AnswerAsync(ScrapedPage page, Asked asked, CancellationToken cancellation)
    {
        if (asked.Fault is not null) return asked.Reading.Failed(asked.Fault);
        var (reading, kept) = (asked.Reading, asked.Watches.Select(page.Kept).ToArray());
        try
        {
            var answer = asked.Metric.Measure switch
            {
                Measure.Gauge when kept[0] is KeptLevel { Fault: { } fault } => reading.Failed(fault),
                // What is gone now is not what it was at the last page.
                Measure.Gauge when kept[0].Matched == 0 && asked.Reading.EndsNow => reading.NoData(),
                Measure.Gauge => reading.Gauge(await store.ReadAsync(
                    ((KeptLevel)kept[0]).Series, reading.Window.From, reading.Window.Until, cancellation)),
                Measure.Histogram => reading.Histogram(await BucketsAsync((KeptCounter)kept[0], reading.Window, cancellation)),
                Measure.Ratio => reading.Ratio(await SumAsync(0), await SumAsync(1)),
                _ => reading.Counter(await SumAsync(0)),
            };
            var missing = asked.Watches.Zip(kept).FirstOrDefault(each => each.Second.Matched == 0).First;
            return answer.Value is null && answer.Error is null && missing is not null
                ? answer with { Note = $"nothing on the page matches {missing.Selector}" }
                : answer;
        }
        catch (FormatException e)
        {
            return reading.Failed(e.Message);
        }

        Task<ImmutableArray<Sample>> SumAsync(int part) => ((KeptCounter)kept[part]).ReadAsync("", reading.Window, cancellation);
    }

    private static async Task<IReadOnlyList<(double UpperBound, ImmutableArray<Sample> Samples)>> BucketsAsync(
        KeptCounter kept, KpiWindow window, CancellationToken cancellation)
    {
        var buckets = new List<(double, ImmutableArray<Sample>)>();
        foreach (var bound in kept.Groups)
            buckets.Add((BucketBound.Parse(bound), await kept.ReadAsync(bound, window, cancellation)));
        return buckets;
    }

    private sealed record Asked(Metric Metric, WindowReading Reading, ImmutableArray<PageWatch> Watches, string? Fault);
}
