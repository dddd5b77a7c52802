using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>The events of a stream by name, in order of time.</summary>
internal sealed class EventMemory
{
    /// <summary>What one machine holds of a stream; more belongs into a metrics system.</summary>
    public const int Most = 1_000_000;

    private static readonly Comparer<RawEvent> ByTime = Comparer<RawEvent>.Create((one, other) => one.At.CompareTo(other.At));

    private readonly Lock gate = new();
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RawEvent>> byName = new(StringComparer.Ordinal);

    /// <summary>Those whose ids are not known, each once.</summary>
    public ImmutableArray<RawEvent> New(ImmutableArray<RawEvent> events)
    {
        lock (gate)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            return [.. events.Where(raw => !ids.Contains(raw.Id) && seen.Add(raw.Id))];
        }
    }

    public bool HasRoomFor(int count)
    {
        lock (gate) return ids.Count + count <= Most;
    }

    public void Add(ImmutableArray<RawEvent> events)
    {
        lock (gate)
        {
            foreach (var raw in events)
            {
                if (!ids.Add(raw.Id)) continue;
                if (!byName.TryGetValue(raw.Name, out var named)) byName[raw.Name] = named = [];
                named.Insert(After(named, raw.At), raw);
            }
        }
    }

    /// <summary>Forgets what happened before a time.</summary>
    public void Forget(DateTimeOffset before)
    {
        lock (gate)
        {
            foreach (var (name, named) in byName.ToArray())
            {
                var gone = After(named, before.AddTicks(-1));
                foreach (var raw in named.Take(gone)) ids.Remove(raw.Id);
                named.RemoveRange(0, gone);
                if (named.Count == 0) byName.Remove(name);
            }
        }
    }

    public ImmutableArray<RawEvent> Read(string name, DateTimeOffset from, DateTimeOffset until)
    {
        lock (gate)
        {
            if (until <= from || !byName.TryGetValue(name, out var named)) return [];
            var start = After(named, from);
            return [.. named.GetRange(start, After(named, until) - start)];
        }
    }

    public EventSpan? Span(DateTimeOffset until)
    {
        lock (gate)
        {
            EventSpan? span = null;
            foreach (var named in byName.Values)
            {
                if (After(named, until) is not (> 0 and var end)) continue;
                var (first, last) = (named[0].At, named[end - 1].At);
                span = span is { } known ? new(first < known.First ? first : known.First, last > known.Last ? last : known.Last) : new(first, last);
            }

            return span;
        }
    }

    public ImmutableArray<RawEvent> Latest(int most)
    {
        lock (gate) return [.. byName.Values.SelectMany(named => named.TakeLast(most)).Order(ByTime).TakeLast(most)];
    }

    /// <summary>Where the first event later than the time stands. Most events come in order, so the end is looked at first.</summary>
    private static int After(List<RawEvent> named, DateTimeOffset at)
    {
        if (named.Count == 0 || named[^1].At <= at) return named.Count;
        var (low, high) = (0, named.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (named[middle].At <= at) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
