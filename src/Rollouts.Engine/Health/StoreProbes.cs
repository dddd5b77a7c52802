using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>The journal can be read.</summary>
public sealed class JournalProbe(IRolloutStore store) : IHealthProbe
{
    public string Name => "journal";

    public async Task<ImmutableArray<Dependency>> AskAsync(CancellationToken cancellation)
    {
        await store.ListAsync(cancellation);
        return [new(Name, null)];
    }
}

/// <summary>The store of flags and settings answers; asked for a key that nobody governs.</summary>
public sealed class FlagsProbe(IFlagStore keys) : IHealthProbe
{
    private static readonly GovernedKey Nobodys = GovernedKey.Setting("rollouts-health");

    public string Name => "flags";

    public async Task<ImmutableArray<Dependency>> AskAsync(CancellationToken cancellation)
    {
        await keys.ReadAsync(Nobodys, cancellation);
        return [new(Name, null)];
    }
}
