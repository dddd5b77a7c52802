namespace Rollouts.Engine;

/// <summary>A rollout as this process knows it: its plan, and its journal folded as far as it was read. One reader and writer at a time.</summary>
internal sealed class LoadedRollout(Plan plan) : IDisposable
{
    public Plan Plan { get; } = plan;

    public SemaphoreSlim Turn { get; } = new(1, 1);

    public Ledger Ledger { get; set; } = Ledger.Empty;

    public Head Head { get; set; } = Head.Empty;

    public void Dispose() => Turn.Dispose();
}
