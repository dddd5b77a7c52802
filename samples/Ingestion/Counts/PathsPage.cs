namespace Ingestion.Counts;

/// <summary>The service's own account of who served what and when, in UTC with milliseconds.</summary>
/// <param name="NewPathWorkspaces">How many different workspaces the new path has served.</param>
public sealed record PathsPage(
    DateTimeOffset Now,
    PathsPage.Served Old,
    PathsPage.Served New,
    int NewPathWorkspaces,
    DateTimeOffset? FirstBad,
    DateTimeOffset? LastServedByNewPath,
    IReadOnlyList<PathsPage.EpisodeRow> Episodes)
{
    public sealed record Served(long Ok, long Failed);

    /// <param name="Open">The new path may still serve in this episode.</param>
    /// <param name="FirstBad">Arrival of the first upload that failed.</param>
    /// <param name="LastServed">Answer to the last upload that the new path worked on, failed or not.</param>
    /// <param name="FirstBadToLastServedMs">How long users were exposed to a bad new path; null while nothing failed.</param>
    public sealed record EpisodeRow(
        int Number,
        bool Open,
        DateTimeOffset FirstServed,
        DateTimeOffset? FirstBad,
        DateTimeOffset LastServed,
        double? FirstBadToLastServedMs,
        long Requests,
        long Failures,
        int Workspaces);

    internal static PathsPage Of(SteadyClock clock, PathCounts old, PathCounts @new, int workspaces, Episodes episodes)
    {
        var now = clock.Now;
        var rows = episodes.All.Select(Row).ToList();
        return new PathsPage(
            clock.Utc(now),
            new Served(old.Ok, old.Failed),
            new Served(@new.Ok, @new.Failed),
            workspaces,
            rows.Find(row => row.FirstBad is not null)?.FirstBad,
            rows.Count == 0 ? null : rows.Max(row => row.LastServed),
            rows);

        EpisodeRow Row(Episode episode) => new(
            episode.Number,
            episodes.IsOpen(episode, now),
            clock.Utc(episode.FirstServed),
            episode.FirstBad is { } bad ? clock.Utc(bad) : null,
            clock.Utc(episode.LastServed),
            episode.FirstBad is { } first ? Math.Round((episode.LastServed - first).TotalMilliseconds, 1) : null,
            episode.Requests,
            episode.Failures,
            episode.Workspaces);
    }
}
