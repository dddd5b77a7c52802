namespace Ingestion.Counts;

/// <summary>A UTC clock that cannot jump: the wall clock is read once at the start, the rest is monotonic.</summary>
/// <remarks>Differences of its times are durations even when the machine's clock is set meanwhile.</remarks>
public sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset started = time.GetUtcNow();
    private readonly long origin = time.GetTimestamp();

    /// <summary>Time since the start.</summary>
    public TimeSpan Now => time.GetElapsedTime(origin);

    /// <summary>UTC in whole milliseconds.</summary>
    public DateTimeOffset Utc(TimeSpan sinceStart)
    {
        var utc = started + sinceStart;
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
