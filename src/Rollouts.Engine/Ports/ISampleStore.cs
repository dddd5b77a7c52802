using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>One measured value of a series at a time.</summary>
public readonly record struct Sample(DateTimeOffset At, double Value);

/// <summary>Readings over time, for windows, charts and back-tests. Not the truth: losing it loses data, never a decision.</summary>
public interface ISampleStore
{
    /// <summary>Appends samples; of two with the same series and time the first stays.</summary>
    Task AppendAsync(IReadOnlyList<(string Series, Sample Sample)> samples, CancellationToken cancellation);

    /// <summary>The samples from <paramref name="from"/> to <paramref name="until"/>, both included, and the last one before, in order of time.</summary>
    Task<ImmutableArray<Sample>> ReadAsync(string series, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);
}
