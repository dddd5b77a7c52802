using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A rollout after a drain.</summary>
/// <param name="Entries">What this drain appended.</param>
/// <param name="Work">What is to be done now.</param>
public sealed record Drained(Plan Plan, RolloutState State, ImmutableArray<Entry> Entries, NextWork Work);
