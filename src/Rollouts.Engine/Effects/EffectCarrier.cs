using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>Carries out one effect and says what became of it, as the input to offer; null when it has to be tried again.</summary>
public sealed class EffectCarrier(
    KeyWriter writer, INotifier notifier, IEvidenceStore evidence, IFlagStore keys, OutboundHttp http, TimeProvider time)
{
    /// <exception cref="StoreException">It did not work now; trying again is safe.</exception>
    public Task<Input?> CarryOutAsync(string rollout, Drained known, Effect effect, CancellationToken cancellation) =>
        EffectSpan.AroundAsync(rollout, known, effect, () => TryAsync(rollout, known, effect, cancellation));

    private async Task<Input?> TryAsync(string rollout, Drained known, Effect effect, CancellationToken cancellation) => effect switch
    {
        Effect.Write write => await WriteAsync(rollout, write, cancellation),
        Effect.Post post => Done(effect, await notifier.PostAsync(rollout, post, cancellation)),
        Effect.Capture capture => Done(effect, await CaptureAsync(rollout, known, capture, cancellation)),
        Effect.CallWebhook call => await CallAsync(rollout, call, cancellation),
        _ => throw new InvalidOperationException($"nobody carries out {effect.GetType().Name}"),
    };

    private async Task<Input?> WriteAsync(string rollout, Effect.Write write, CancellationToken cancellation) =>
        await writer.WriteAsync(rollout, write, cancellation) switch
        {
            KeyOutcome.Done done => Done(write, done.Note is null ? done.Version : $"{done.Version}: {done.Note}"),
            KeyOutcome.Drifted drifted => new Input.Drifted($"drifted:{write.Id}", time.GetUtcNow(), write.Key, drifted.Found),
            KeyOutcome.Fenced => null,
            var other => throw new InvalidOperationException($"unknown outcome {other.GetType().Name}"),
        };

    private async Task<string> CaptureAsync(string rollout, Drained known, Effect.Capture capture, CancellationToken cancellation)
    {
        var flags = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var key in known.Plan.Keys) flags[key.ToString()] = (await keys.ReadAsync(key, cancellation)).Content;
        var picture = new
        {
            at = time.GetUtcNow(),
            asked = capture.What,
            flags,
            criteria = known.State.Criteria.OrderBy(criterion => criterion.Key, StringComparer.Ordinal).ToDictionary(criterion => criterion.Key, criterion => criterion.Value.Line),
            alerts = known.State.Alerts,
            exposure = known.State.Permitted,
        };
        var content = JsonSerializer.SerializeToUtf8Bytes(picture, EntryChain.Json);
        var kept = await evidence.SaveAsync(rollout, $"capture-{capture.Id}.json", content, cancellation);
        return $"{kept.Reference} sha256:{kept.Sha256}";
    }

    private async Task<Input?> CallAsync(string rollout, Effect.CallWebhook call, CancellationToken cancellation)
    {
        var body = JsonSerializer.Serialize(new { rollout, effect = call.Id, reason = call.Reason }, EntryChain.Json);
        try
        {
            var answer = await http.PostAsync(new(call.Url), body, $"{rollout}/{call.Id}", cancellation);
            var status = (int)answer.Status;
            if (status < 300) return Done(call, FormattableString.Invariant($"{status}"));
            if (status is >= 400 and < 500 and not 408 and not 429)
                return new Input.EffectFailed($"failed:{call.Id}", time.GetUtcNow(), call.Id, $"{call.Url} answered {status}", true);
            throw new StoreException($"{call.Url} answered {status}") { Kind = status is 429 or 503 ? FailureKind.Throttled : FailureKind.Transient };
        }
        catch (OutboundException problem) when (problem.IsRefusal)
        {
            return new Input.EffectFailed($"failed:{call.Id}", time.GetUtcNow(), call.Id, problem.Message, true);
        }
        catch (OutboundException problem)
        {
            throw new StoreException(problem.Message, problem);
        }
    }

    private Input.EffectSucceeded Done(Effect effect, string receipt) => new($"done:{effect.Id}", time.GetUtcNow(), effect.Id, receipt);
}
