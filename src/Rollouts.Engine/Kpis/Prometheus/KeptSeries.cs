namespace Rollouts.Engine;

/// <summary>The samples kept for one watch of a page. Used by one scrape at a time.</summary>
internal abstract class KeptSeries
{
    /// <summary>The last page seen; the same or an older one changes nothing.</summary>
    public DateTimeOffset? LastAt { get; protected set; }

    /// <summary>How many series of the last page the selector matched.</summary>
    public int Matched { get; protected set; }

    /// <summary>Adds to the batch what the page says at this time.</summary>
    public abstract Task ObserveAsync(
        IReadOnlyList<ExposedSeries> matching, DateTimeOffset at, List<(string Series, Sample Sample)> batch, CancellationToken cancellation);
}

/// <summary>A gauge: its values as they are.</summary>
internal sealed class KeptLevel(string series) : KeptSeries
{
    public string Series => series;

    /// <summary>Why the last page gave no value although the selector matched; null when it did not.</summary>
    public string? Fault { get; private set; }

    public override Task ObserveAsync(
        IReadOnlyList<ExposedSeries> matching, DateTimeOffset at, List<(string Series, Sample Sample)> batch, CancellationToken cancellation)
    {
        Matched = matching.Count;
        LastAt = at;
        Fault = matching.Count > 1
            ? $"{matching.Count} series match ({string.Join(" and ", matching.Take(2).Select(each => each.LabelText))}); levels cannot be added up, so name one"
            : null;
        if (matching.Count == 1) batch.Add((series, new(at, matching[0].Value)));
        return Task.CompletedTask;
    }
}
