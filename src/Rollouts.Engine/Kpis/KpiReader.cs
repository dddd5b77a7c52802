using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Reads the KPIs of many launches: each source once for all that share it, all sources at the same time.</summary>
public sealed class KpiReader
{
    /// <summary>Long enough for a few answers one after the other, short enough for a minute's round.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly ImmutableDictionary<string, IKpiSource> kinds;
    private readonly TimeProvider time;
    private readonly TimeSpan timeout;

    /// <param name="timeout">For one source; what has not answered by then is an error and holds up nobody else.</param>
    /// <exception cref="ArgumentException">Two sources are of one kind.</exception>
    public KpiReader(IEnumerable<IKpiSource> kinds, TimeProvider time, TimeSpan? timeout = null)
    {
        this.kinds = kinds.ToImmutableDictionary(kind => kind.Kind, StringComparer.Ordinal);
        this.time = time;
        this.timeout = timeout ?? DefaultTimeout;
    }

    /// <summary>The readings of each demand in the order of its wishes. Metrics that people report are left out.</summary>
    /// <remarks>Silence becomes zero here, and only here, where the plan says so and the system is seen to be alive.</remarks>
    public async Task<ImmutableArray<ImmutableArray<Reading>>> ReadAsync(
        IReadOnlyList<KpiDemand> demands, DateTimeOffset now, CancellationToken cancellation)
    {
        var round = new KpiRound(demands, now);
        var answers = await Task.WhenAll(round.Groups.Select(group => AskAsync(group, now, cancellation)));
        return round.Readings(answers.SelectMany(answer => answer));
    }

    public async Task<ImmutableArray<Reading>> ReadAsync(KpiDemand demand, DateTimeOffset now, CancellationToken cancellation) =>
        (await ReadAsync([demand], now, cancellation))[0];

    /// <summary>Keeps samples of everything the launches may ask of sources that know only the present. Returns what went wrong, by source.</summary>
    public async Task<ImmutableArray<(string Source, string Error)>> ScrapeAsync(
        IReadOnlyCollection<KpiDemand> demands, DateTimeOffset now, CancellationToken cancellation)
    {
        var scrapes =
            from demand in demands
            from source in demand.Sources.Values
            where kinds.GetValueOrDefault(source.Kind) is IScrapedSource
            group (source, demand.Metrics) by SourceIdentity.Of(source) into shared
            let source = shared.First().source
            let metrics = shared.SelectMany(each => each.Metrics.Values
                .Where(metric => metric.From == each.source.Name)
                .Select(metric => metric with { From = source.Name }))
            select ScrapeAsync((IScrapedSource)kinds[source.Kind], source, [.. metrics], now, cancellation);
        return [.. (await Task.WhenAll(scrapes)).OfType<(string, string)>()];
    }

    private async Task<(string Source, string Error)?> ScrapeAsync(
        IScrapedSource kind, MetricSource source, ImmutableArray<Metric> metrics, DateTimeOffset now, CancellationToken cancellation)
    {
        var error = await GuardedAsync(source, stop => kind.ScrapeAsync(source, metrics, now, stop), cancellation);
        return error is null ? null : (source.Name, error);
    }

    private async Task<ImmutableArray<(KpiGroup, KpiQuestion, Reading)>> AskAsync(KpiGroup group, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!kinds.TryGetValue(group.Source.Kind, out var kind)) return Failed($"there is no kind of source '{group.Source.Kind}'");
        ImmutableArray<Reading> readings = [];
        var error = await GuardedAsync(group.Source, async stop => readings = await kind.ReadAsync(group.Source, group.Questions, now, stop), cancellation);
        SourceSpan.Read(group.Source, readings);
        return error is not null ? Failed(error)
            : readings.Length != group.Questions.Length
                ? Failed($"the source '{group.Source.Name}' answered {readings.Length} of {group.Questions.Length} questions")
            : [.. group.Questions.Zip(readings, (question, reading) => (group, question, reading))];

        ImmutableArray<(KpiGroup, KpiQuestion, Reading)> Failed(string why) =>
            [.. group.Questions.Select(question => (group, question, new WindowReading(question, now).Failed(why)))];
    }

    private Task<string?> GuardedAsync(MetricSource source, Func<CancellationToken, Task> ask, CancellationToken cancellation) =>
        SourceSpan.AroundAsync(source, time, () => GuardAsync(source, ask, cancellation));

    /// <summary>What went wrong with a source, or null. Only the caller's own giving up goes through.</summary>
    private async Task<string?> GuardAsync(MetricSource source, Func<CancellationToken, Task> ask, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            // On a thread of its own, and waited for no longer than the time-out: a source may block or not listen to its cancellation.
            await Task.Run(() => ask(either.Token), either.Token).WaitAsync(timeout, time, cancellation);
            return null;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return $"the source '{source.Name}' did not answer within {Span.Text(timeout)}";
        }
        catch (Exception e) when (e is OutboundException or FormatException)
        {
            return e.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"the source '{source.Name}' failed ({e.GetType().Name})";
        }
    }
}
