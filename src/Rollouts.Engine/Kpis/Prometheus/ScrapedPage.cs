using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;

namespace Rollouts.Engine;

/// <summary>One text page and the samples kept of it. Scrapes of a page run one after the other.</summary>
internal sealed class ScrapedPage(Uri url, OutboundHttp http, ISampleStore store) : IDisposable
{
    /// <summary>More scopes than a plan may have tracks are a label that tells no scopes apart.</summary>
    private const int MostScopes = 200;

    /// <summary>What Prometheus takes for gone: a series whose own time is older is no present value.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, KeptSeries> kept = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly string name = "prometheus-text " + SafeName.Of(url);

    public KeptSeries Kept(PageWatch watch) => kept.GetOrAdd(watch.Key, key => watch.Keeping switch
    {
        Keeping.Level => new KeptLevel($"{name} {key}"),
        Keeping.Buckets => new KeptCounter($"{name} {key}", "le", store),
        Keeping.Sum => new KeptCounter($"{name} {key}", null, store),
        _ => throw new ArgumentOutOfRangeException(nameof(watch), watch.Keeping, "not a way to keep series"),
    });

    /// <summary>Reads the page, unless it was read at this time or later for all of the watches, and keeps their samples.</summary>
    /// <param name="scopes">Metrics whose scopes are found on the page.</param>
    /// <exception cref="OutboundException">The page could not be read.</exception>
    /// <exception cref="FormatException">The page is not in the text format, or has too many scopes.</exception>
    public async Task ScrapeAsync(
        IReadOnlyCollection<PageWatch> watches, IReadOnlyCollection<(PageWatch Watch, string Label)> scopes, DateTimeOffset at, CancellationToken cancellation)
    {
        await oneAtATime.WaitAsync(cancellation);
        try
        {
            if (scopes.Count == 0 && watches.All(watch => Kept(watch).LastAt >= at)) return;
            var page = await FetchAsync([.. watches.Concat(scopes.Select(scope => scope.Watch)).Select(watch => watch.Selector.Name)], at, cancellation);
            var batch = new List<(string, Sample)>();
            foreach (var watch in watches.Concat(scopes.SelectMany(scope => ScopesOn(page, scope.Watch, scope.Label))).DistinctBy(watch => watch.Key))
            {
                if (Kept(watch) is var series && series.LastAt >= at) continue;
                await series.ObserveAsync([.. page[watch.Selector.Name].Where(watch.Selector.Matches)], at, batch, cancellation);
            }

            await store.AppendAsync(batch, cancellation);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<ILookup<string, ExposedSeries>> FetchAsync(HashSet<string> names, DateTimeOffset at, CancellationToken cancellation)
    {
        var answer = await http.GetAsync(url, "text/plain", cancellation);
        if (answer.Status != System.Net.HttpStatusCode.OK) throw new OutboundException($"{OutboundHttp.Describe(url)} answered {(int)answer.Status}");
        try
        {
            return Exposition.Parse(Encoding.UTF8.GetString(answer.Body.Span), names)
                .Where(series => double.IsFinite(series.Value) && (series.At is not { } own || at - own <= Stale))
                .ToLookup(series => series.Name, StringComparer.Ordinal);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{OutboundHttp.Describe(url)} is not a Prometheus text page: {e.Message}", e);
        }
    }

    private static ImmutableArray<PageWatch> ScopesOn(ILookup<string, ExposedSeries> page, PageWatch watch, string label)
    {
        var matching = page[watch.Selector.Name].Where(watch.Selector.Matches);
        ImmutableArray<string> values = [.. matching.Select(series => series.Label(label)).Where(value => value.Length > 0).Distinct()];
        if (values.Length > MostScopes) throw new FormatException($"the label '{label}' has {values.Length} values; scopes are {MostScopes} at most");
        return [.. values.Select(value => watch with { Selector = watch.Selector.With(label, value) })];
    }
}
