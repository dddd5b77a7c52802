namespace Rollouts.Engine;

/// <summary>The time that a reading is about: after <paramref name="From"/>, up to and including <paramref name="Until"/>.</summary>
/// <param name="SinceStart">
/// It began with the attempt. What was not seen of it then is only the attempt's first moments, so a part is taken for the whole and the
/// reading's own start says from when. A trailing window that is seen in part is no data: ten quiet minutes say nothing about fifteen.
/// </param>
public readonly record struct KpiWindow(DateTimeOffset From, DateTimeOffset Until, bool SinceStart)
{
    public TimeSpan Length => Until - From;

    /// <summary>The window of a question asked at <paramref name="now"/>.</summary>
    /// <remarks>
    /// A trailing window ends now, also when it was wanted a while ago. One that begins later than its length asks for was cut: at the attempt's
    /// start or the last way back. A baseline has the same length and ends where the wanted window begins.
    /// </remarks>
    public static KpiWindow Of(ReadingWanted wanted, DateTimeOffset now)
    {
        var from = wanted.From < now ? wanted.From : now;
        if (wanted.Key.Scope == ReadingKey.Baseline) return new(from - (wanted.Key.Over ?? now - from), from, SinceStart: false);
        return wanted.Key.Over is { } over && from <= now - over ? new(now - over, now, SinceStart: false) : new(from, now, SinceStart: true);
    }
}
