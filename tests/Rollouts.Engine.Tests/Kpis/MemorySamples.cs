using System.Collections.Immutable;

namespace Rollouts.Engine.Tests.Kpis;

/// <summary>The sample store's contract in memory.</summary>
internal sealed class MemorySamples : ISampleStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, SortedDictionary<DateTimeOffset, double>> series = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names
    {
        get
        {
            lock (gate) return [.. series.Keys];
        }
    }

    public Task AppendAsync(IReadOnlyList<(string Series, Sample Sample)> samples, CancellationToken cancellation)
    {
        lock (gate)
        {
            foreach (var (name, sample) in samples)
            {
                if (!series.TryGetValue(name, out var known)) series[name] = known = [];
                known.TryAdd(sample.At, sample.Value);
            }
        }

        return Task.CompletedTask;
    }

    public Task<ImmutableArray<Sample>> ReadAsync(string name, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!series.TryGetValue(name, out var known)) return Task.FromResult(ImmutableArray<Sample>.Empty);
            var before = known.Where(sample => sample.Key < from).TakeLast(1);
            var inside = known.Where(sample => sample.Key >= from && sample.Key <= until);
            return Task.FromResult<ImmutableArray<Sample>>([.. before.Concat(inside).Select(sample => new Sample(sample.Key, sample.Value))]);
        }
    }
}
