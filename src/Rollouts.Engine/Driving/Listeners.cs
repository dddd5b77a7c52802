using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Finds the launches that an alert without a name concerns: those under way whose plans know its rule.</summary>
public sealed class Listeners(IRolloutStore store, Drainer drainer, ILogger<Listeners> log)
{
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<ImmutableArray<string>> OfAsync(string rule, CancellationToken cancellation)
    {
        var rollouts = await store.ListAsync(cancellation);
        var listens = await Task.WhenAll(rollouts.Select(rollout => ListensAsync(rollout, rule, cancellation)));
        return [.. rollouts.Where((_, n) => listens[n])];
    }

    /// <summary>A launch that cannot be read counts as concerned: it keeps the alert, or the sender is told to try again.</summary>
    private async Task<bool> ListensAsync(string rollout, string rule, CancellationToken cancellation)
    {
        try
        {
            return await drainer.ReadAsync(rollout, cancellation) is { State.IsFinished: false } known && AlertRules.Of(known.Plan).Contains(rule);
        }
        catch (StoreException problem)
        {
            log.NotRead(rollout, problem.Message);
            return true;
        }
    }
}
