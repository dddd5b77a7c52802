using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Keeps messages and memberships up to date with the launches that this process decides or is told of.</summary>
public sealed class SlackBeat(TimeProvider time, ILogger<SlackBeat> log) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Drained> launches = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Quick: called while a launch is held.</summary>
    public void Saw(Drained drained) => launches[drained.State.Rollout] = drained;

    /// <summary>Brings everything up to date once.</summary>
    public async Task BeatAsync(SlackApp app, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var now = launches.Values.ToArray();
            var left = await app.BeatAsync(now, cancellation);
            foreach (var over in now.Where(launch => launch.State is { IsFinished: true, Pending.IsEmpty: true } && !left.Contains(launch.State.Rollout)))
                launches.TryRemove(KeyValuePair.Create(over.State.Rollout, over));
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            log.SlackBeatFailed(problem);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>As long as the process lives.</summary>
    public async Task RunAsync(SlackApp app, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await BeatAsync(app, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Every, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => turn.Dispose();
}
