using Ingestion.Flags;
using Ingestion.Uploads;

namespace Ingestion.Counts;

/// <summary>What the service counts about itself; one lock keeps all its figures of one moment.</summary>
public sealed class ServiceCounts(SteadyClock clock, IngestionFlags flags)
{
    private readonly PathCounts oldPath = new();
    private readonly PathCounts newPath = new();
    private readonly Dictionary<Rejection, long> rejected = Rejection.All.ToDictionary(reason => reason, _ => 0L);
    private readonly HashSet<string> newWorkspaces = new(StringComparer.Ordinal);
    private readonly Episodes episodes = new();
    private readonly Lock gate = new();

    public void Served(UploadPath path, string workspace, TimeSpan arrived, TimeSpan answered, bool ok)
    {
        lock (gate)
        {
            (path == UploadPath.New ? newPath : oldPath).Served(answered - arrived, ok);
            if (path == UploadPath.Old) return;
            newWorkspaces.Add(workspace);
            episodes.Served(workspace, arrived, answered, ok);
        }
    }

    public void NewPathClosed(TimeSpan arrived, TimeSpan seen)
    {
        lock (gate) episodes.Closed(arrived, seen);
    }

    public void Rejected(Rejection reason)
    {
        lock (gate) rejected[reason]++;
    }

    public PathsPage Paths()
    {
        lock (gate) return PathsPage.Of(clock, oldPath, newPath, newWorkspaces.Count, episodes);
    }

    /// <summary>The counters in the Prometheus text format, version 0.0.4.</summary>
    public string Metrics()
    {
        (string, PathCounts)[] paths = [(UploadPath.Old.Label(), oldPath), (UploadPath.New.Label(), newPath)];
        var page = new MetricsPage();
        lock (gate)
        {
            page.Family("uploads_total", "counter", "Uploads that a path worked on.");
            foreach (var (path, counts) in paths)
            {
                page.Sample("uploads_total", counts.Ok, ("path", path), ("outcome", "ok"));
                page.Sample("uploads_total", counts.Failed, ("path", path), ("outcome", "failed"));
            }

            page.Family("upload_duration_seconds", "histogram", "Time from an upload's arrival to its answer.");
            foreach (var (path, counts) in paths) page.Histogram("upload_duration_seconds", counts.Durations, ("path", path));

            page.Family("rejected_total", "counter", "Uploads refused before a path worked on them.");
            foreach (var (reason, count) in rejected) page.Sample("rejected_total", count, ("reason", reason.Label));
        }

        page.Family("flag_unreadable_total", "counter", "Uploads that took the old path because a flag or setting could not be read.");
        page.Sample("flag_unreadable_total", flags.Unreadable);

        // The service's start, not the process's: a scraper takes a new value as "the counters began again", also when hosted inside another process.
        page.Family("process_start_time_seconds", "gauge", "When counting began, in seconds since 1970.");
        page.Sample("process_start_time_seconds", clock.Utc(TimeSpan.Zero).ToUnixTimeMilliseconds() / 1000.0);
        return page.ToString();
    }
}
