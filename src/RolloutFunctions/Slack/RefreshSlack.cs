using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Reads who is in which user group, for all processes, and brings messages up to date whose process was lost.</summary>
internal sealed class RefreshSlack(SlackConnection slack, SlackBeat beat, IRolloutStore store, Drainer drainer, ILogger<RefreshSlack> log)
{
    /// <summary>No setting: no decision may rest on a membership that is older than five minutes.</summary>
    private const string EveryTwoMinutes = "0 */2 * * * *";

    [Function(nameof(RefreshSlack))]
    public async Task RunAsync([TimerTrigger(EveryTwoMinutes)] TimerInfo timer, CancellationToken cancellation)
    {
        if (slack.App is not { } app) return;
        if (timer.IsPastDue) log.PastDue(nameof(RefreshSlack));
        foreach (var rollout in await store.ListAsync(cancellation)) await LookAsync(rollout, cancellation);
        await beat.BeatAsync(app, cancellation);
    }

    /// <summary>What is over stays as this process saw it last.</summary>
    private async Task LookAsync(string rollout, CancellationToken cancellation)
    {
        try
        {
            if (drainer.Known(rollout) is { } known && DriveTurn.IsOver(known)) return;
            if (await drainer.ReadAsync(rollout, cancellation) is { } now) beat.Saw(now);
        }
        catch (StoreException problem)
        {
            log.NotRefreshed(rollout, problem.Message);
        }
    }
}
