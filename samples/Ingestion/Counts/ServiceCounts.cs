using Ingestion.Flags;
using Ingestion.Uploads;

namespace Ingestion.Counts;

/// <summary>What the service counts about itself; one lock keeps all its figures of one moment.</summary>
public sealed class ServiceCounts(SteadyClock clock, IngestionFlags flags)
{
    private readonly PathCounts _old = new();
    private readonly PathCounts _new = new();
    private readonly Dictionary<Rejection, long> _rejected = Rejection.All.ToDictionary(reason => reason, _ => 0L);
    private readonly HashSet<string> _newWorkspaces = new(StringComparer.Ordinal);
    private readonly Episodes _episodes = new();
    private readonly Lock _lock = new();

    public void Served(UploadPath path, string workspace, TimeSpan arrived, TimeSpan answered, bool ok)
    {
        lock (_lock)
        {
            (path == UploadPath.New ? _new : _old).Served(answered - arrived, ok);
            if (path == UploadPath.Old) return;
            _newWorkspaces.Add(workspace);
            _episodes.Served(workspace, arrived, answered, ok);
        }
    }

    public void NewPathClosed(TimeSpan arrived, TimeSpan seen)
    {
        lock (_lock) _episodes.Closed(arrived, seen);
    }

    public void Rejected(Rejection reason)
    {
        lock (_lock) _rejected[reason]++;
    }

    public PathsPage Paths()
    {
        lock (_lock) return PathsPage.Of(clock, _old, _new, _newWorkspaces.Count, _episodes);
    }

    /// <summary>The counters in the Prometheus text format, version 0.0.4.</summary>
    public string Metrics()
    {
        (string, PathCounts)[] paths = [(UploadPath.Old.Label(), _old), (UploadPath.New.Label(), _new)];
        var page = new MetricsPage();
        lock (_lock)
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
            foreach (var (reason, count) in _rejected) page.Sample("rejected_total", count, ("reason", reason.Label));
        }

        page.Family("flag_unreadable_total", "counter", "Uploads that took the old path because a flag or setting could not be read.");
        page.Sample("flag_unreadable_total", flags.Unreadable);

        // The service's start, not the process's: a scraper takes a new value as "the counters began again", also when hosted inside another process.
        page.Family("process_start_time_seconds", "gauge", "When counting began, in seconds since 1970.");
        page.Sample("process_start_time_seconds", clock.Utc(TimeSpan.Zero).ToUnixTimeMilliseconds() / 1000.0);
        return page.ToString();
    }
}
