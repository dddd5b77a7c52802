using Ingestion.Counts;

namespace Ingestion.Uploads;

/// <summary>How often each workspace used the new path on the present UTC day.</summary>
public sealed class DailyUploads(SteadyClock clock)
{
    private readonly Dictionary<string, long> used = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private DateOnly day;

    /// <summary>Counts one upload, or refuses when the workspace has used up its day.</summary>
    public bool TryTake(string workspace, long? perDay)
    {
        lock (gate)
        {
            var today = DateOnly.FromDateTime(clock.Utc(clock.Now).DateTime);
            if (today != day) used.Clear();
            day = today;
            var before = used.GetValueOrDefault(workspace);
            if (before >= perDay) return false;
            used[workspace] = before + 1;
            return true;
        }
    }
}
