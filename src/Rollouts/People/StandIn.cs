using System.Collections.Immutable;

namespace Rollouts;

/// <summary>Who answers for whom, as a refusal keeps it: the delegation that it rested on, or that it was about.</summary>
/// <param name="From">Who is away.</param>
/// <param name="To">Who stands in; empty where nobody was named.</param>
/// <param name="Roles">The roles of the plan that <paramref name="From"/> has; empty for none.</param>
public sealed record StandIn(string From, string To, ImmutableArray<string> Roles)
{
    /// <summary>For whom, and in which roles.</summary>
    public override string ToString() => Roles.IsEmpty ? From : $"{From} as {string.Join(" and ", Roles)}";
}
