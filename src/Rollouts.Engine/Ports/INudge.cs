namespace Rollouts.Engine;

/// <summary>Wakes whoever drives a rollout. Best effort: a lost or doubled nudge changes nothing, because the drive also wakes by time.</summary>
public interface INudge
{
    Task NudgeAsync(string rollout, CancellationToken cancellation);
}
