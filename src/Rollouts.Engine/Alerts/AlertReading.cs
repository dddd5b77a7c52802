using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>An alert of a delivery, and the launch it names.</summary>
/// <param name="Rollout">From the label or custom property <c>rollout</c>; null when it names none: it is then for every launch whose plan knows its rule.</param>
/// <param name="EndId">The input id of the end of this episode, where episodes do not open again; null where they may.</param>
public sealed record RoutedAlert(string? Rollout, Input.Alert Alert, string? EndId)
{
    /// <summary>The end of the episode once more, for a beginning that came after it.</summary>
    public Input.Alert EndAgain => Alert with { Id = EndId + ":again", Firing = false };
}

/// <summary>What a monitoring system sent, as far as it could be read.</summary>
public abstract record AlertReading
{
    private AlertReading()
    {
    }

    /// <param name="Unread">Why alerts of the delivery could not be read; the others count all the same.</param>
    /// <param name="Ignored">What was read and concerns nobody here, each with the reason.</param>
    /// <param name="CutOff">How many alerts the sender itself left out.</param>
    public sealed record Sound(ImmutableArray<RoutedAlert> Alerts, ImmutableArray<string> Unread, ImmutableArray<string> Ignored, long CutOff) : AlertReading;

    /// <param name="Why">Names the member that is wrong.</param>
    public sealed record Faulty(string Why) : AlertReading;

    /// <summary>The sender tries whether anybody is there.</summary>
    public sealed record Ping : AlertReading;
}
