using System.Collections.Immutable;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Azure;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Posts go to Slack where one is configured, and to the table otherwise.</summary>
internal static class SlackComposition
{
    public static IServiceCollection AddSlack(this IServiceCollection services)
    {
        services.AddSingleton(provider => new TablePosts(provider.GetRequiredService<TableClient>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISlackAttempts>(provider => new TableAttempts(provider.GetRequiredService<TableClient>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISlackMemberships>(provider => new TableMemberships(provider.GetRequiredService<TableClient>()));
        services.AddSingleton<SlackBeat>();
        services.AddSingleton<SlackConnection>();
        services.AddSingleton(provider => provider.Routed((INotifier?)provider.GetRequiredService<SlackConnection>().App?.Notifier ?? provider.GetRequiredService<TablePosts>()));
        services.AddSingleton<IHealthProbe, ConnectionProbe>();
        services.AddHostedService<SlackWorker>();
        return services;
    }

    /// <summary>Where there is no Slack, there is nothing to be well.</summary>
    private sealed class ConnectionProbe(SlackConnection slack) : IHealthProbe
    {
        public string Name => "slack";

        public async Task<ImmutableArray<Dependency>> AskAsync(CancellationToken cancellation) => slack.Probe is { } probe ? await probe.AskAsync(cancellation) : [];
    }
}
