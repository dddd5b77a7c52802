using System.Collections.Concurrent;

namespace Rollouts.Engine;

/// <summary>Plans by their hash, read once.</summary>
public sealed class PlanCache
{
    private readonly ConcurrentDictionary<string, Plan> plans = new(StringComparer.Ordinal);

    /// <exception cref="StoreException">A document that was accepted when its launch began is refused by today's rules.</exception>
    public Plan Parsed(PlanDocument document) => plans.GetOrAdd(document.Hash, _ => PlanReader.Read(document.Text) switch
    {
        PlanReading.Sound sound => sound.Plan,
        PlanReading.Faulty faulty => throw new StoreException($"the plan {document.Name} can no longer be read: {faulty.Errors[0]}"),
        var other => throw new InvalidOperationException($"unknown reading {other.GetType().Name}"),
    });
}
