using Microsoft.Extensions.Hosting;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Updates the messages of the launches that this process decides, half a second after it decided. <see cref="RefreshSlack"/> makes up for what is lost with a process.</summary>
internal sealed class SlackWorker(SlackConnection slack, SlackBeat beat) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => slack.App is { } app ? beat.RunAsync(app, stoppingToken) : Task.CompletedTask;
}
