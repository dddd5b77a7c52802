using Ingestion.Counts;

namespace Ingestion.Uploads;

/// <summary>How often each workspace used the new path on the present UTC day.</summary>
public sealed class DailyUploads(SteadyClock clock)
{
    private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private DateOnly _day;

    /// <summary>Counts one upload, or refuses when the workspace has used up its day.</summary>
    public bool TryTake(string workspace, long? perDay)
    {
        lock (_lock)
        {
            var today = DateOnly.FromDateTime(clock.Utc(clock.Now).DateTime);
            if (today != _day) _used.Clear();
            _day = today;
            var used = _used.GetValueOrDefault(workspace);
            if (used >= perDay) return false;
            _used[workspace] = used + 1;
            return true;
        }
    }
}
