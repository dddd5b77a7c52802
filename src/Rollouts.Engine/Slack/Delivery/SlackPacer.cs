using System.Collections.Concurrent;

namespace Rollouts.Engine;

/// <summary>Keeps to Slack's pace: one message per channel and second, and as long as Slack asks to wait.</summary>
public sealed class SlackPacer(TimeProvider time)
{
    private static readonly TimeSpan PerMessage = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> free = new(StringComparer.Ordinal);

    /// <summary>Waits until something may be posted to the channel, and takes that turn.</summary>
    public async Task TurnAsync(string channel, CancellationToken cancellation)
    {
        var turn = DateTimeOffset.MinValue;
        free.AddOrUpdate(channel, _ => (turn = time.GetUtcNow()) + PerMessage, (_, next) => (turn = next > time.GetUtcNow() ? next : time.GetUtcNow()) + PerMessage);
        if (turn - time.GetUtcNow() is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellation);
    }

    /// <summary>True when nothing has to be waited for.</summary>
    public bool IsFree(string channel) => !free.TryGetValue(channel, out var next) || next <= time.GetUtcNow();

    /// <summary>Slack asked to wait.</summary>
    public void Hold(string channel, TimeSpan wait)
    {
        var until = time.GetUtcNow() + wait;
        free.AddOrUpdate(channel, until, (_, next) => next > until ? next : until);
    }
}
