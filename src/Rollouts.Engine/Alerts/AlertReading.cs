using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>An alert of a delivery, and the launch it names.</summary>
/// <param name="Rollout">From the label or custom property <c>rollout</c>; null when it names none, and then concerns no launch.</param>
public sealed record RoutedAlert(string? Rollout, Input.Alert Alert);

/// <summary>What a monitoring system sent, as far as it could be read. One alert that cannot be read spoils the delivery: nothing of it counts.</summary>
public abstract record AlertReading
{
    private AlertReading()
    {
    }

    public sealed record Sound(ImmutableArray<RoutedAlert> Alerts) : AlertReading;

    /// <param name="Why">Names the member that is wrong.</param>
    public sealed record Faulty(string Why) : AlertReading;

    public sealed record UnknownSource : AlertReading;
}
