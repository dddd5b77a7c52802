using System.Collections.Concurrent;

namespace Rollouts.SlackPreview;

/// <summary>One message per channel and second with short bursts, and fifty updates a minute.</summary>
internal sealed class RateLimits(TimeProvider time)
{
    private const int Burst = 3;

    private readonly ConcurrentDictionary<string, List<DateTimeOffset>> calls = new(StringComparer.Ordinal);

    /// <summary>The seconds to wait; null when the call may be made.</summary>
    public int? Wait(string method, string channel) => method switch
    {
        "chat.postMessage" => Wait($"{method} {channel}", Burst, TimeSpan.FromSeconds(Burst)),
        "chat.update" => Wait(method, 50, TimeSpan.FromMinutes(1)),
        _ => null,
    };

    private int? Wait(string key, int most, TimeSpan within)
    {
        var made = calls.GetOrAdd(key, _ => []);
        var now = time.GetUtcNow();
        lock (made)
        {
            made.RemoveAll(at => at <= now - within);
            if (made.Count >= most) return Math.Max(1, (int)Math.Ceiling((made[0] + within - now).TotalSeconds));
            made.Add(now);
            return null;
        }
    }
}
