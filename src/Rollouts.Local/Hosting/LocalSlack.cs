using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Slack for the embedded host, with its connections.</summary>
internal sealed class LocalSlack : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient client = new() { Timeout = CallTimeout };
    private readonly OutboundHttp replies;
    private readonly SlackBeat beat;

    public LocalSlack(SlackSettings settings, Drainer drainer, IRolloutStore store, PlanCache plans, INotifier elsewhere, TimeProvider time, ILoggerFactory logs)
    {
        replies = new(new AllowedHosts(settings.ReplyHosts), OutboundLimits.Default, time);
        var api = new SlackWebApi(client, settings.Api, settings.Token);
        App = new(
            settings, api, replies, new LaunchScenes(drainer, store, plans, time, settings.Pages), store, elsewhere,
            new SlackAttemptsHere(time), new UnsharedMemberships(), time, logs);
        Probe = new(api, settings);
        beat = new(time, logs.CreateLogger<SlackBeat>());
    }

    public SlackApp App { get; }

    public SlackProbe Probe { get; }

    public void Saw(Drained drained) => beat.Saw(drained);

    public Task BeatAsync(CancellationToken cancellation) => beat.RunAsync(App, cancellation);

    public void Dispose()
    {
        beat.Dispose();
        replies.Dispose();
        client.Dispose();
    }
}
