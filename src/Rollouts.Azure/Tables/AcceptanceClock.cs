namespace Rollouts.Azure;

/// <summary>Times that tell what was accepted before what: those of one process strictly rise, also where its clock is set back.</summary>
/// <remarks>Between processes the order is that of their clocks.</remarks>
internal sealed class AcceptanceClock(TimeProvider time)
{
    private long last;

    /// <summary>Ticks of UTC, later than any given before.</summary>
    public long Next()
    {
        while (true)
        {
            var before = Volatile.Read(ref last);
            var next = Math.Max(before + 1, time.GetUtcNow().UtcTicks);
            if (Interlocked.CompareExchange(ref last, next, before) == before) return next;
        }
    }
}
