using System.Collections.Concurrent;

namespace Rollouts.Engine;

/// <summary>Plans by their hash, parsed once. A document that was accepted when the launch began is read by the same rules again.</summary>
public sealed class PlanCache(Func<PlanDocument, Plan> parse)
{
    private readonly ConcurrentDictionary<string, Plan> plans = new(StringComparer.Ordinal);

    public Plan Parsed(PlanDocument document) => plans.GetOrAdd(document.Hash, _ => parse(document));
}
