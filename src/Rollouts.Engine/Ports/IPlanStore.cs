using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Plan documents by name, for launches to be started from. A started launch keeps its own copy.</summary>
public interface IPlanStore
{
    /// <summary>Keeps a plan under its name, replacing an older one.</summary>
    Task PutAsync(PlanDocument plan, CancellationToken cancellation);

    Task<PlanDocument?> GetAsync(string name, CancellationToken cancellation);

    Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation);
}
