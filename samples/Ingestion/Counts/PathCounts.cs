namespace Ingestion.Counts;

/// <summary>What one path has served.</summary>
public sealed class PathCounts
{
    public long Ok { get; private set; }

    public long Failed { get; private set; }

    public Histogram Durations { get; } = new();

    public void Served(TimeSpan duration, bool ok)
    {
        if (ok) Ok++;
        else Failed++;
        Durations.Observe(duration.TotalSeconds);
    }
}
