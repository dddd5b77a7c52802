using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Keeps messages up to date with the journal: who decided, which action is done, how long an incident lasts.</summary>
/// <remarks>Composed from the journal and compared with what is shown: an update that is lost or doubled changes nothing.</remarks>
public sealed class SlackRefresher(ISlackApi api, SlackPacer pacer, SlackRenderer renderer, LaunchScenes scenes, SlackShown shown, TimeProvider time, ILogger<SlackRefresher> log)
{
    private const string Updates = "updates";

    /// <summary>After a start only what changed lately is looked at again.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    private static readonly TimeSpan Clock = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (long Seq, DateTimeOffset At)> refreshed = new(StringComparer.Ordinal);

    /// <summary>Updates the messages of a launch whose journal went on, or whose incident goes on.</summary>
    /// <returns>False when something is left to do.</returns>
    public async Task<bool> RefreshAsync(string rollout, long seq, bool incidentOpen, CancellationToken cancellation)
    {
        var known = refreshed.TryGetValue(rollout, out var last);
        if (known && last.Seq == seq && !(incidentOpen && time.GetUtcNow() - last.At >= Clock)) return true;
        if (!pacer.IsFree(Updates) || await scenes.OfAsync(rollout, cancellation) is not { } scene) return false;
        var since = known ? last.At - Clock : scene.Now - Lately;
        foreach (var ((subject, _, _), root) in scene.Record.Roots)
        {
            var live = subject.StartsWith("incident:", StringComparison.Ordinal) && incidentOpen;
            if (SlackReceipt.Of(root.Receipt) is not { } receipt || (!live && !(scene.Record.Touched.TryGetValue(subject, out var touched) && touched >= since))) continue;
            if (!await UpdateAsync(scene, root.Post, receipt, cancellation)) return false;
        }

        refreshed[rollout] = (scene.State.Seq, scene.Now);
        return true;
    }

    private async Task<bool> UpdateAsync(Scene scene, Effect.Post post, SlackReceipt receipt, CancellationToken cancellation)
    {
        var message = renderer.Of(Composer.Compose(scene, post), receipt.Channel);
        if (shown.Shows(receipt, message) || shown.IsGivenUp(receipt)) return true;
        try
        {
            await api.UpdateAsync(receipt.Channel, receipt.Timestamp, message, cancellation);
            shown.Set(receipt, message);
            return true;
        }
        catch (SlackException problem) when (problem.Fault == SlackFault.Passing)
        {
            pacer.Hold(Updates, problem.RetryAfter ?? TimeSpan.FromSeconds(5));
            return false;
        }
        catch (SlackException problem)
        {
            log.SlackCallFailed($"{problem.Message}: {receipt} is not updated any more");
            shown.GiveUp(receipt);
            return true;
        }
    }
}
