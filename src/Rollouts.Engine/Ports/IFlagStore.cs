namespace Rollouts.Engine;

/// <summary>Who wrote a key last on behalf of which rollout and journal entry.</summary>
public sealed record KeyTag(string Rollout, long Seq);

/// <summary>A key as it stands.</summary>
/// <param name="Content">For a flag its JSON in the Microsoft feature-management schema, for a setting its value; null when absent.</param>
/// <param name="Version">What a conditional write must match; empty when absent.</param>
/// <param name="Tag">Null when missing or foreign.</param>
public sealed record KeyRead(string? Content, string Version, KeyTag? Tag, bool Locked);

public abstract record KeyWrite
{
    private KeyWrite()
    {
    }

    public sealed record Written(string Version) : KeyWrite;

    /// <summary>Someone else wrote in between: read again and decide anew.</summary>
    public sealed record Changed : KeyWrite;

    public sealed record Locked : KeyWrite;
}

/// <summary>Flags and settings at the one place where they are written (design §6). Never a replica.</summary>
/// <remarks>Methods throw <see cref="StoreException"/> when the outcome is failure or unknown.</remarks>
public interface IFlagStore
{
    Task<KeyRead> ReadAsync(GovernedKey key, CancellationToken cancellation);

    /// <summary>Writes content and tag in one step if the key still has <paramref name="version"/> (empty: is absent).</summary>
    Task<KeyWrite> WriteAsync(GovernedKey key, string content, KeyTag tag, string version, CancellationToken cancellation);

    Task UnlockAsync(GovernedKey key, CancellationToken cancellation);
}
