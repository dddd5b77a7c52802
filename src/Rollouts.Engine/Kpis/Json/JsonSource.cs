using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>JSON over HTTP (option <c>url</c>). Levels and counters become windows by kept samples; what the source computes is taken as it is.</summary>
/// <remarks>Queries are as in <see cref="JsonQuery"/>. For a computed value the part <c>samples</c> gives the sample size, without it 1.</remarks>
public sealed class JsonSource(OutboundHttp http, ISampleStore store) : IScrapedSource
{
    /// <summary>Scopes are not to be seen in a document, so the ones asked for are scraped from then on.</summary>
    private readonly ConcurrentDictionary<(string Url, string QueryHash, string Scope), byte> scopes = new();

    public string Kind => "json";

    public async Task<ImmutableArray<Reading>> ReadAsync(
        MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var url = SourceUrl.Of(source);
            var pages = new JsonPages(http, cancellation);
            return [.. await Task.WhenAll(questions.Select(question => AnswerAsync(url, pages, question, now, cancellation)))];
        }
        catch (FormatException e)
        {
            return [.. questions.Select(question => new WindowReading(question, now).Failed(e.Message))];
        }
    }

    public async Task ScrapeAsync(MetricSource source, IReadOnlyCollection<Metric> metrics, DateTimeOffset now, CancellationToken cancellation)
    {
        var url = SourceUrl.Of(source);
        var pages = new JsonPages(http, cancellation);
        Exception? wrong = null;
        var kept = metrics.Where(metric => metric.From == source.Name && metric.Measure is Measure.Counter or Measure.Gauge or Measure.Ratio);
        foreach (var (metric, scope) in kept.SelectMany(metric => ScopesOf(url, metric).Select(scope => (metric, scope))))
        {
            try
            {
                var question = new KpiQuestion(metric, new(new(metric.Name, null, scope), now));
                await KeepAsync(url, pages, question, new(question, now), now, cancellation);
            }
            catch (Exception e) when (e is OutboundException or FormatException)
            {
                wrong = e;
            }
        }

        if (wrong is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(wrong);
    }

    private async Task<Reading> AnswerAsync(Uri url, JsonPages pages, KpiQuestion question, DateTimeOffset now, CancellationToken cancellation)
    {
        var reading = new WindowReading(question, now);
        try
        {
            if (question.Metric.Measure == Measure.Computed) return await ComputedAsync(url, pages, question, reading);
            var (series, missing) = await KeepAsync(url, pages, question, reading, now, cancellation);
            if (missing is not null && reading.EndsNow) return reading.NoData($"there is no value at {missing}");
            var samples = new ImmutableArray<Sample>[series.Length];
            for (var i = 0; i < series.Length; i++) samples[i] = await store.ReadAsync(series[i], reading.Window.From, reading.Window.Until, cancellation);
            return question.Metric.Measure switch
            {
                Measure.Counter => reading.Counter(samples[0]),
                Measure.Gauge => reading.Gauge(samples[0]),
                _ => reading.Ratio(samples[0], samples[1]),
            };
        }
        catch (Exception e) when (e is OutboundException or FormatException)
        {
            return reading.Failed(e.Message);
        }
    }

    private static async Task<Reading> ComputedAsync(Uri url, JsonPages pages, KpiQuestion question, WindowReading reading)
    {
        var (metric, key) = (question.Metric, question.Wanted.Key);
        if (key.Scope == ReadingKey.Baseline)
            throw new FormatException($"the metric '{metric.Name}' is computed by its source, which knows only the present and no baseline");
        var query = QueryParts.Value(metric);
        if (await pages.ValueAsync(Fill(query)) is not { } value) return reading.NoData("there is no value at " + Fill(query).Pointer);
        var counted = QueryParts.Samples(metric) is { } samples ? await pages.ValueAsync(Fill(samples)) ?? 0 : 1;
        return reading.Of(value, counted, query.Contains("$window", StringComparison.Ordinal) ? reading.Window.From : reading.Window.Until);

        JsonQuery Fill(string template) => JsonQuery.Of(url, metric, template, key, reading.Window);
    }

    /// <summary>Keeps the present values of a metric.</summary>
    /// <returns>The names of their series, for a ratio numerator and denominator; and where a value is missing, null for nowhere.</returns>
    private async Task<(ImmutableArray<string> Series, JsonPointer? Missing)> KeepAsync(
        Uri url, JsonPages pages, KpiQuestion question, WindowReading reading, DateTimeOffset now, CancellationToken cancellation)
    {
        var (metric, key) = (question.Metric, question.Wanted.Key);
        ImmutableArray<string> templates = metric.Measure switch
        {
            Measure.Counter or Measure.Gauge => [QueryParts.Value(metric)],
            Measure.Ratio => [QueryParts.Numerator(metric), QueryParts.Denominator(metric)],
            _ => throw new FormatException($"the metric '{metric.Name}' cannot come from JSON: it must be a counter, gauge, ratio or computed"),
        };
        if (templates.Any(template => template.Contains("$window", StringComparison.Ordinal)))
        {
            var measure = metric.Measure.ToString().ToLowerInvariant();
            throw new FormatException($"the query of '{metric.Name}' has a $window, so it must be a computed metric: samples of it are no {measure}");
        }

        scopes.TryAdd((url.AbsoluteUri, QueryHash.Of(metric), key.Scope == ReadingKey.Baseline ? "" : key.Scope), 0);

        var batch = new List<(string, Sample)>();
        var series = ImmutableArray.CreateBuilder<string>();
        JsonPointer? missing = null;
        foreach (var query in templates.Select(template => JsonQuery.Of(url, metric, template, key, reading.Window)))
        {
            var name = $"json {SafeName.Of(query.Address)} {query.Pointer}";
            series.Add(name);
            if (await pages.ValueAsync(query) is { } value) batch.Add((name, new(now, value)));
            else missing ??= query.Pointer;
        }

        await store.AppendAsync(batch, cancellation);
        return (series.ToImmutable(), missing);
    }

    private string[] ScopesOf(Uri url, Metric metric)
    {
        var hash = QueryHash.Of(metric);
        return scopes.Keys.Where(known => known.Url == url.AbsoluteUri && known.QueryHash == hash).Select(known => known.Scope).Append("").Distinct().ToArray();
    }
}
