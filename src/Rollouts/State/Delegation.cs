namespace Rollouts;

/// <summary>Somebody who is away, and who stands in.</summary>
/// <param name="From">With the groups that the person was in when it said so.</param>
/// <param name="Until">End excluded.</param>
public sealed record Delegation(Actor From, string To, DateTimeOffset Since, DateTimeOffset Until, string Note);
