using System.Collections.Immutable;

namespace Rollouts.Simulation;

/// <summary>A metric's values over time: segments one after the other, and single occurrences of what is counted.</summary>
/// <param name="Segments">In order of time.</param>
internal sealed record Series(ImmutableArray<Segment> Segments, ImmutableArray<Occurrence> Occurrences)
{
    public static Series Empty { get; } = new([], []);

    /// <summary>Null before the first segment.</summary>
    public Segment? At(DateTimeOffset time)
    {
        for (var i = Segments.Length - 1; i >= 0; i--)
            if (Segments[i].From <= time) return Segments[i];
        return null;
    }

    /// <summary>What was until <paramref name="at"/>, and what <paramref name="later"/> says from then on.</summary>
    public Series Changed(DateTimeOffset at, Series later) => new(
        [.. Segments.Where(segment => segment.From < at), .. later.Segments],
        [.. Occurrences.Where(occurrence => occurrence.At <= at), .. later.Occurrences]);

    /// <summary>The stretches of a window with the segment that each lies in, both ends included.</summary>
    public IEnumerable<(Segment Segment, DateTimeOffset From, DateTimeOffset Until)> Over(DateTimeOffset from, DateTimeOffset until)
    {
        var first = 0;
        while (first + 1 < Segments.Length && Segments[first + 1].From <= from) first++;
        for (var i = first; i < Segments.Length && Segments[i].From <= until; i++)
        {
            var start = Segments[i].From > from ? Segments[i].From : from;
            var end = i + 1 < Segments.Length && Segments[i + 1].From < until ? Segments[i + 1].From : until;
            if (end >= start) yield return (Segments[i], start, end);
        }
    }
}

/// <summary>Something that is counted, at one time.</summary>
internal readonly record struct Occurrence(DateTimeOffset At, double Count);
