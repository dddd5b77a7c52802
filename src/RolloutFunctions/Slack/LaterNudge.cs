using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Nudges without letting its caller wait: whoever clicked is answered when the click is stored. A nudge that is lost the minute's round makes up for.</summary>
internal sealed class LaterNudge(INudge nudge, ILogger<DurableNudge> log) : INudge
{
    public Task NudgeAsync(string rollout, Drained? decided, CancellationToken cancellation)
    {
        _ = Task.Run(() => PassOnAsync(rollout, decided), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task PassOnAsync(string rollout, Drained? decided)
    {
        try
        {
            await nudge.NudgeAsync(rollout, decided, CancellationToken.None);
        }
        catch (Exception problem)
        {
            log.NotNudged(rollout, problem.Message);
        }
    }
}
