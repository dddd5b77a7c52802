namespace Rollouts.Engine;

/// <summary>Remembers which posts were begun, beyond the life of a process: what may have been posted before is first looked for in Slack.</summary>
public interface ISlackAttempts
{
    /// <summary>Notes that a post is about to be sent.</summary>
    /// <param name="attempt">The effect and the channel.</param>
    /// <param name="planned">When its effect was planned.</param>
    /// <returns>True when nobody can have sent it before.</returns>
    /// <exception cref="StoreException">It could not be noted: the post is not sent.</exception>
    Task<bool> BeginAsync(string rollout, string attempt, DateTimeOffset planned, CancellationToken cancellation);
}

/// <summary>For a host that is the only one to post: only what was planned before it started can have been sent by another process.</summary>
public sealed class SlackAttemptsHere(TimeProvider time) : ISlackAttempts
{
    private readonly DateTimeOffset began = time.GetUtcNow();

    public Task<bool> BeginAsync(string rollout, string attempt, DateTimeOffset planned, CancellationToken cancellation) => Task.FromResult(planned >= began);
}
