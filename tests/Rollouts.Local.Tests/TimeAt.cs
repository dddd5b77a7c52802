namespace Rollouts.Local.Tests;

/// <summary>A clock that stands until it is set.</summary>
public sealed class TimeAt(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public static TimeAt Of(DateTimeOffset now) => new(now);

    public override DateTimeOffset GetUtcNow() => Now;
}
