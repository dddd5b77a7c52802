namespace Rollouts.Engine;

/// <summary>Carries messages to people.</summary>
public interface INotifier
{
    /// <summary>Posts once for each effect id, as far as the channel can tell. Returns the channel's receipt.</summary>
    /// <exception cref="StoreException">Not delivered; trying again may help.</exception>
    Task<string> PostAsync(string rollout, Effect.Post post, CancellationToken cancellation);
}

/// <summary>Keeps evidence: what was captured on a way back.</summary>
public interface IEvidenceStore
{
    /// <summary>Keeps the content under the name; the same name again keeps the first.</summary>
    Task<Evidence> SaveAsync(string rollout, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);
}
