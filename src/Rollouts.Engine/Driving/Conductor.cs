using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Drives one rollout in this process: drains, carries out effects, and waits for a nudge or the next wake. Decides nothing.</summary>
/// <remarks>Writes go in parallel and are tried again without end; posts and calls of one lane go one after the other, beside the writes and the other lanes.</remarks>
public sealed class Conductor(
    string rollout, Drainer drainer, EffectCarrier carrier, TimeProvider time, ILogger<Conductor> log)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryFirst = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryLongest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Task> underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Input> outcomes = new();

    /// <summary>Effects that were carried out and whose outcome is not decided yet: a drain that was under way meanwhile still has them to do.</summary>
    private readonly ConcurrentDictionary<string, Input> carriedOut = new(StringComparer.Ordinal);
    private readonly Channel<bool> nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The last of each lane, see <see cref="EffectLane"/>.</summary>
    private readonly Dictionary<string, Task> lanes = new(StringComparer.Ordinal);

    public void Nudge() => nudges.Writer.TryWrite(true);

    /// <summary>Offers inputs of the engine's own, such as readings, with the next drain.</summary>
    public void Offer(Input own)
    {
        outcomes.Enqueue(own);
        Nudge();
    }

    /// <summary>Runs until the launch is over and nothing is left to do, or until cancelled; effects under way are then awaited.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // Whoever began to drive may have done so within a request: what is done from now on is no part of it.
        Activity.Current = null;
        var failures = 0;
        try
        {
            while (true)
            {
                try
                {
                    if (await DrainAsync(cancellation) is not { } drained) return;
                    failures = 0;
                    Start(drained, cancellation);
                    if (drained.State.IsFinished && underWay.IsEmpty && drained.Work.Effects.IsEmpty) return;
                    await WaitAsync(drained.Work.Wake, cancellation);
                }
                catch (StoreException problem)
                {
                    log.DrainFailed(rollout, problem.Message);
                    await Task.Delay(Backoff(failures++), time, cancellation);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Task.WhenAll(underWay.Values);
        }
    }

    private async Task<Drained?> DrainAsync(CancellationToken cancellation)
    {
        var own = new List<Input>();
        while (outcomes.TryDequeue(out var outcome)) own.Add(outcome);
        own.Add(new Input.Tick($"tick:{time.GetTimestamp()}", time.GetUtcNow()));
        try
        {
            var drained = await drainer.DrainAsync(rollout, own, cancellation);
            foreach (var (effect, outcome) in carriedOut)
                if (own.Contains(outcome)) carriedOut.TryRemove(effect, out _);
            return drained;
        }
        catch (Exception)
        {
            foreach (var outcome in own.Where(input => input is not Input.Tick)) outcomes.Enqueue(outcome);
            throw;
        }
    }

    private void Start(Drained drained, CancellationToken cancellation)
    {
        foreach (var effect in drained.Work.Effects.Where(effect => !underWay.ContainsKey(effect.Id) && !carriedOut.ContainsKey(effect.Id)))
        {
            if (effect is Effect.Write)
            {
                underWay[effect.Id] = TryAsync(drained, effect, Task.CompletedTask, cancellation);
                continue;
            }

            var lane = EffectLane.Of(effect);
            lanes[lane] = underWay[effect.Id] = TryAsync(drained, effect, lanes.GetValueOrDefault(lane, Task.CompletedTask), cancellation);
        }
    }

    private async Task TryAsync(Drained drained, Effect effect, Task before, CancellationToken cancellation)
    {
        await Task.Yield();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await Task.WhenAny(before, Task.Delay(RetryLongest, time, patience.Token));
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    if (await carrier.CarryOutAsync(rollout, drained, effect, cancellation) is { } outcome) outcomes.Enqueue(carriedOut[effect.Id] = outcome);
                    return;
                }
                catch (Exception problem) when (problem is not OperationCanceledException || !cancellation.IsCancellationRequested)
                {
                    // Whatever went wrong, the effect is still to be carried out: to give up here would only begin it again at once.
                    log.EffectFailed(rollout, effect.Id, problem.Message);
                    await Task.Delay(Backoff(attempt), time, cancellation);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            log.EffectLeft(rollout, effect.Id);
        }
        finally
        {
            await patience.CancelAsync();
            underWay.TryRemove(effect.Id, out _);
            Nudge();
        }
    }

    private async Task WaitAsync(DateTimeOffset? wake, CancellationToken cancellation)
    {
        var wait = wake - time.GetUtcNow() ?? LongestWait;
        if (wait > LongestWait) wait = LongestWait;
        using var timeout = new CancellationTokenSource(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await nudges.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            log.Woke(rollout);
        }
    }

    private static TimeSpan Backoff(int attempt)
    {
        var wait = RetryFirst * Math.Pow(2, Math.Min(attempt, 10));
        return wait < RetryLongest ? wait : RetryLongest;
    }
}
