using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>Time that counts: runs from a start, and not while the launch is held.</summary>
public readonly record struct Clock(TimeSpan Counted, DateTimeOffset? RunningSince)
{
    public static Clock StartedAt(DateTimeOffset at) => new(TimeSpan.Zero, at);

    [JsonIgnore]
    public bool Runs => RunningSince is not null;

    public TimeSpan At(DateTimeOffset now) => Counted + (RunningSince is { } since && now > since ? now - since : TimeSpan.Zero);

    public Clock Stop(DateTimeOffset now) => new(At(now), null);

    public Clock Go(DateTimeOffset now) => Runs ? this : this with { RunningSince = now };

    /// <summary>When the clock will show <paramref name="length"/>; null while it stands still before it.</summary>
    public DateTimeOffset? Reaches(TimeSpan length) => RunningSince is { } since ? since + (length - Counted) : null;
}
