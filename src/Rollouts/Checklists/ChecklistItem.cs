namespace Rollouts;

/// <summary>Work or a statement that someone marks.</summary>
/// <param name="Id">Unique in the plan: the text in lower case with hyphens, unless the plan gives one.</param>
/// <param name="Owner">The role that may mark it; null lets every role of the plan.</param>
/// <param name="NeedsEvidence">A mark without evidence is refused.</param>
/// <param name="ValidFor">How long a mark counts; null for as long as the gate lasts.</param>
public sealed record ChecklistItem(string Id, string Text, string? Owner, bool NeedsEvidence, TimeSpan? ValidFor);

/// <summary>What proves a mark: a link or path, and its SHA-256 where it was taken.</summary>
public sealed record Evidence(string Reference, string? Sha256);
