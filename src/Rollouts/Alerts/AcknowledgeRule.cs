namespace Rollouts;

/// <summary>Who has to look at an alert, and how soon.</summary>
public sealed record AcknowledgeRule(string By, TimeSpan Within);
