namespace Ingestion.Counts;

/// <summary>A stretch of time in which the new path served, as the service saw it. All times are since the service's start.</summary>
/// <remarks>First times are those of arrival, the last is that of the answer, so that no stretch is reported shorter than it was.</remarks>
public sealed class Episode(int number, TimeSpan firstServed, TimeSpan confirmed)
{
    private readonly HashSet<string> workspaces = new(StringComparer.Ordinal);

    public int Number { get; } = number;

    public TimeSpan FirstServed { get; } = firstServed;

    /// <summary>From then on the new path is known to have been open.</summary>
    public TimeSpan Confirmed { get; } = confirmed;

    /// <summary>When the kill switch was first seen off after this episode had begun.</summary>
    public TimeSpan? Closed { get; set; }

    public TimeSpan? FirstBad { get; private set; }

    public TimeSpan LastServed { get; private set; }

    public long Requests { get; private set; }

    public long Failures { get; private set; }

    public int Workspaces => workspaces.Count;

    public void Served(string workspace, TimeSpan arrived, TimeSpan answered, bool ok)
    {
        Requests++;
        workspaces.Add(workspace);
        if (answered > LastServed) LastServed = answered;
        if (ok) return;
        Failures++;
        if (FirstBad is null || arrived < FirstBad) FirstBad = arrived;
    }
}
