using System.Collections.Concurrent;

namespace Rollouts.Engine;

/// <summary>Plans by their hash, read once.</summary>
public sealed class PlanCache
{
    private readonly ConcurrentDictionary<string, Plan> plans = new(StringComparer.Ordinal);

    /// <summary>The plan that a launch is to go on by; null when it cannot be read.</summary>
    public Plan? Amended(Input.Amend amend) => plans.TryGetValue(amend.PlanHash, out var known) ? known
        : PlanReader.Read(amend.Text) is PlanReading.Sound sound ? plans.GetOrAdd(sound.Document.Hash, sound.Plan)
        : null;

    /// <exception cref="StoreException">A document that was accepted when its launch began is refused by today's rules.</exception>
    public Plan Parsed(PlanDocument document) => plans.GetOrAdd(document.Hash, _ => PlanReader.Read(document.Text) switch
    {
        PlanReading.Sound sound => sound.Plan,
        PlanReading.Faulty faulty => throw new StoreException($"the plan {document.Name} can no longer be read: {faulty.Errors[0]}"),
        var other => throw new InvalidOperationException($"unknown reading {other.GetType().Name}"),
    });
}
