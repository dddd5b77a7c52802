using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Slack for the embedded host: its connections, and the beat that keeps messages and memberships up to date.</summary>
internal sealed class LocalSlack : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Drained> launches = new(StringComparer.Ordinal);
    private readonly HttpClient client = new() { Timeout = CallTimeout };
    private readonly OutboundHttp replies;
    private readonly TimeProvider time;
    private readonly ILogger<EmbeddedHost> log;

    public LocalSlack(SlackSettings settings, Drainer drainer, IRolloutStore store, INotifier elsewhere, TimeProvider time, ILoggerFactory logs)
    {
        this.time = time;
        log = logs.CreateLogger<EmbeddedHost>();
        replies = new(new AllowedHosts(settings.ReplyHosts), OutboundLimits.Default, time);
        App = new(settings, new SlackWebApi(client, settings.Api, settings.Token), replies, new LaunchScenes(drainer, store, time, settings.Pages), store, elsewhere, time, logs);
    }

    public SlackApp App { get; }

    public void Saw(Drained drained) => launches[drained.State.Rollout] = drained;

    public async Task BeatAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var now = launches.Values.ToArray();
                var left = await App.BeatAsync(now, cancellation);
                foreach (var over in now.Where(launch => launch.State is { IsFinished: true, Pending.IsEmpty: true } && !left.Contains(launch.State.Rollout)))
                    launches.TryRemove(KeyValuePair.Create(over.State.Rollout, over));
            }
            catch (Exception problem) when (!cancellation.IsCancellationRequested)
            {
                log.SlackBeatFailed(problem);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Beat, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        replies.Dispose();
        client.Dispose();
    }
}
