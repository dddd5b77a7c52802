using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rollouts.Azure;
using Rollouts.Engine;
using Rollouts.Slack;

namespace RolloutFunctions;

/// <summary>Slack for this process: <see cref="App"/> is null where no Slack is configured.</summary>
internal sealed class SlackConnection : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient? client;
    private readonly OutboundHttp? replies;

    public SlackConnection(
        IOptions<SlackAppSettings> options, Drainer drainer, IRolloutStore store, PlanCache plans, TablePosts posts, ISlackAttempts attempts, ISlackMemberships memberships,
        TimeProvider time, ILoggerFactory logs)
    {
        if (!options.Value.Wanted) return;
        var settings = options.Value.ToSlack();
        client = new(new SlackAddress(settings.Api)) { Timeout = CallTimeout };
        replies = new(new AllowedHosts(settings.ReplyHosts), OutboundLimits.Default, time);
        var api = new SlackClientApi(client, settings.Token);
        App = new(settings, api, replies, new LaunchScenes(drainer, store, plans, time, settings.Pages), store, posts, attempts, memberships, time, logs);
        Probe = new(api, settings);
    }

    public SlackApp? App { get; }

    public SlackProbe? Probe { get; }

    public void Dispose()
    {
        client?.Dispose();
        replies?.Dispose();
    }
}
