namespace Rollouts;

/// <summary>A row of the plan's decision matrix: what is found, how bad it is, and what is then to be done.</summary>
/// <param name="Name">Unique in the plan: what people pick.</param>
/// <param name="Finding">The condition or the examples, in the plan's words.</param>
/// <param name="Lasts">How long it takes or lasts, in the plan's words; empty where it says nothing.</param>
/// <param name="Severity">Empty where the plan names none.</param>
/// <param name="Respond">How soon; null where the plan says nothing.</param>
/// <param name="Do">What is proposed.</param>
public sealed record TriageRow(string Name, string Finding, string Lasts, string Severity, TimeSpan? Respond, Reaction Do);
