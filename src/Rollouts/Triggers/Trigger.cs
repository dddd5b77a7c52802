namespace Rollouts;

/// <summary>A standing criterion that starts a reaction once for each time it becomes true.</summary>
/// <param name="When">True fires it. For a metric the threshold is the bad side: <c>error_rate over 15m &gt; 10%</c>.</param>
/// <param name="PerMember">Judged for each member let in; the reaction is about that member.</param>
/// <param name="Blind">How long without data, and what then; null for a trigger that needs no readings.</param>
/// <param name="From">The first phase it stands guard in; null for all.</param>
public sealed record Trigger(string Name, string Rule, Criterion When, Reaction Do, bool PerMember, Grace? Blind, string? From);
