using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>When a way back began, stood fenced and ended: the times of acceptance of the inputs that did it.</summary>
public sealed record WayBackTime(int Number, string Target, string Cause, bool Drill, DateTimeOffset Began, DateTimeOffset? Fenced, DateTimeOffset? Ended)
{
    /// <summary>The time to roll back; null before every governed key is stamped.</summary>
    public TimeSpan? ToFence => Fenced - Began;

    /// <summary>Until the procedure was through; null before.</summary>
    public TimeSpan? ToEnd => Ended - Began;
}

/// <summary>The ways back of a journal, as it is read on.</summary>
public sealed class WayBackTimes
{
    private readonly SortedDictionary<int, WayBackTime> times = [];
    private bool drill;

    public IReadOnlyCollection<WayBackTime> All => times.Values;

    public static ImmutableArray<WayBackTime> Of(IEnumerable<Entry> journal)
    {
        var read = new WayBackTimes();
        foreach (var entry in journal) read.Read(entry);
        return [.. read.All];
    }

    public WayBackTime? Of(int number) => times.GetValueOrDefault(number);

    public void Read(Entry entry)
    {
        foreach (var happened in entry.Events) Read(happened, entry.Input.At);
    }

    private void Read(RolloutEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case RolloutEvent.DrillStarted:
                drill = true;
                break;
            case RolloutEvent.DrillEnded:
                drill = false;
                break;
            case RolloutEvent.WayBackBegun e:
                times[e.Number] = new(e.Number, e.Target, e.Cause, drill, at, null, null);
                break;
            case RolloutEvent.Fenced e when times.TryGetValue(e.Number, out var back):
                times[e.Number] = back with { Fenced = at };
                break;
            case RolloutEvent.WayBackEnded e when times.TryGetValue(e.Number, out var back):
                times[e.Number] = back with { Ended = at };
                break;
        }
    }
}
