using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What Slack said of user groups and people, and when.</summary>
public sealed record SlackMemberships(ImmutableSortedDictionary<string, SlackMemberships.Group> Groups, ImmutableSortedDictionary<string, SlackMemberships.Person> People)
{
    public sealed record Group(ImmutableArray<string> Members, DateTimeOffset At);

    public sealed record Person(bool IsBot, bool IsDeleted, DateTimeOffset At);
}

/// <summary>Where processes of one host share what Slack said: one reads it, and all decide by it.</summary>
public interface ISlackMemberships
{
    /// <summary>Null when nothing was kept yet.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    Task<SlackMemberships?> ReadAsync(CancellationToken cancellation);

    /// <exception cref="StoreException">The store failed.</exception>
    Task WriteAsync(SlackMemberships memberships, CancellationToken cancellation);
}

/// <summary>For a host that is one process: it shares with nobody.</summary>
public sealed class UnsharedMemberships : ISlackMemberships
{
    public Task<SlackMemberships?> ReadAsync(CancellationToken cancellation) => Task.FromResult<SlackMemberships?>(null);

    public Task WriteAsync(SlackMemberships memberships, CancellationToken cancellation) => Task.CompletedTask;
}
