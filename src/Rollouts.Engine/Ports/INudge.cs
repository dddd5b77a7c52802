namespace Rollouts.Engine;

/// <summary>Wakes whoever drives a rollout. Best effort: a lost or doubled nudge changes nothing, because the drive also wakes by time.</summary>
public interface INudge
{
    /// <param name="decided">The rollout after all that the caller knows of was decided; null where something may wait undecided, and is to be drained.</param>
    Task NudgeAsync(string rollout, Drained? decided, CancellationToken cancellation);
}
