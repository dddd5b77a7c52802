using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Whether something that the host depends on does its work.</summary>
/// <param name="Name">What people call it: <c>journal</c>, <c>source logs</c>.</param>
/// <param name="Fault">Null when it is well; never a secret.</param>
public sealed record Dependency(string Name, string? Fault)
{
    public bool Well => Fault is null;
}

/// <summary>Asks dependencies of one kind how they are.</summary>
public interface IHealthProbe
{
    /// <summary>Named when nothing better can be said, because asking failed.</summary>
    string Name { get; }

    Task<ImmutableArray<Dependency>> AskAsync(CancellationToken cancellation);
}
