using Microsoft.Extensions.Configuration;

namespace Rollouts.FeatureFilters;

/// <summary>The parameters of the filter: <c>{"Patterns": ["enterprise-*", "group:frozen-*"]}</c>.</summary>
public sealed class DenyPatternSettings
{
    /// <summary>Who is denied: user ids, or names of groups behind <c>group:</c>; <c>*</c> stands for any characters.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    internal static DenyPatternSettings Of(IConfiguration parameters) =>
        new() { Patterns = [.. parameters.GetSection(nameof(Patterns)).GetChildren().Select(pattern => pattern.Value ?? "")] };

    /// <summary>False for the denied. Without any pattern the flag is damaged: then nobody is let in.</summary>
    internal bool Allows(string? user, IEnumerable<string>? groups, bool ignoreCase) =>
        Patterns.Count > 0 && !Patterns.Any(pattern => Denies(pattern, user ?? "", groups ?? [], ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    private static bool Denies(string pattern, string user, IEnumerable<string> groups, StringComparison comparison)
    {
        const string Group = "group:";
        if (!pattern.StartsWith(Group, StringComparison.Ordinal)) return Wildcard.Matches(pattern, user, comparison);
        return groups.Any(group => Wildcard.Matches(pattern.AsSpan(Group.Length), group, comparison));
    }
}
