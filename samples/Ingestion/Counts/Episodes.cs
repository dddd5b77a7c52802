namespace Ingestion.Counts;

/// <summary>Tells apart the stretches in which the new path served: a way back ends one, the re-ramp begins the next.</summary>
/// <remarks>
/// An episode ends when the kill switch is seen off, or when the new path has served nobody for <see cref="Quiet"/>. While the switch turns, requests that
/// were routed just before it finish after others that were routed just after. So a request that arrived before the switch was seen off belongs to the
/// ending episode, and one that was routed before the new path reopened cannot end the next. Not safe for several threads.
/// </remarks>
public sealed class Episodes
{
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly List<Episode> all = [];

    public IReadOnlyList<Episode> All => all;

    public void Served(string workspace, TimeSpan arrived, TimeSpan answered, bool ok)
    {
        var last = all.LastOrDefault();
        if (last is null || arrived > last.Closed || arrived - last.LastServed > Quiet)
            all.Add(last = new Episode(all.Count + 1, arrived, answered));
        last.Served(workspace, arrived, answered, ok);
    }

    /// <param name="arrived">When the upload arrived that found the kill switch off.</param>
    /// <param name="seen">When it had been found off.</param>
    public void Closed(TimeSpan arrived, TimeSpan seen)
    {
        if (all.LastOrDefault() is { Closed: null } last && arrived > last.Confirmed) last.Closed = seen;
    }

    /// <summary>True for the last episode while the new path may still serve.</summary>
    public bool IsOpen(Episode episode, TimeSpan now) =>
        episode == all[^1] && episode.Closed is null && now - episode.LastServed <= Quiet;
}
