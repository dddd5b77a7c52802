using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>A named user, a named group, or (denied only) a pattern such as <c>enterprise-*</c>.</summary>
/// <remarks>Written <c>name</c>, <c>group:name</c> or <c>prefix*</c>. Comparison is case-sensitive, as in Microsoft.FeatureManagement.</remarks>
public readonly record struct Audience(string Text) : IComparable<Audience>
{
    private const string GroupPrefix = "group:";

    [JsonIgnore]
    public bool IsGroup => Text.StartsWith(GroupPrefix, StringComparison.Ordinal);

    [JsonIgnore]
    public bool IsPattern => Text.Contains('*', StringComparison.Ordinal);

    /// <summary>The user's, group's or pattern's name without its prefix.</summary>
    [JsonIgnore]
    public string Name => IsGroup ? Text[GroupPrefix.Length..] : Text;

    public static Audience Group(string name) => new(GroupPrefix + name);

    public int CompareTo(Audience other) => string.CompareOrdinal(Text, other.Text);

    public static bool operator <(Audience left, Audience right) => left.CompareTo(right) < 0;

    public static bool operator >(Audience left, Audience right) => left.CompareTo(right) > 0;

    public static bool operator <=(Audience left, Audience right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Audience left, Audience right) => left.CompareTo(right) >= 0;

    public override string ToString() => Text;
}

/// <summary>Who is let in, as a whole: a share of everybody, who is always let in, who never, and the members with their share.</summary>
/// <remarks>Denied outranks allowed, allowed outranks the share: the order in which Microsoft.Targeting decides.</remarks>
public sealed record AudienceExposure(
    Percent Percent,
    ImmutableSortedSet<string> Allowed,
    ImmutableSortedSet<string> Denied,
    ImmutableSortedDictionary<string, Percent> Members)
{
    /// <summary>Nobody is let in.</summary>
    public static AudienceExposure None { get; } = new(Percent.Zero, [], [], Sorted.Empty<Percent>());

    /// <summary>True when someone may be let in by this whom <paramref name="before"/> did not let in. When unclear, it is a rise (design §3.6).</summary>
    public bool IsRiseFrom(AudienceExposure before) =>
        Percent > before.Percent
        || !Allowed.IsSubsetOf(before.Allowed)
        || !before.Denied.IsSubsetOf(Denied)
        || Members.Any(m => m.Value > before.Members.GetValueOrDefault(m.Key));

    /// <summary>The most that both let in: what a fence stamps while it is unknown which of the two stands (design §6.3).</summary>
    public AudienceExposure LowerOf(AudienceExposure other) => new(
        Percent <= other.Percent ? Percent : other.Percent,
        Allowed.Intersect(other.Allowed),
        Denied.Union(other.Denied),
        Members.Where(m => other.Members.ContainsKey(m.Key))
            .ToImmutableSortedDictionary(m => m.Key, m => m.Value <= other.Members[m.Key] ? m.Value : other.Members[m.Key], StringComparer.Ordinal));

    public bool SameAs(AudienceExposure other) => ReferenceEquals(this, other) || (!IsRiseFrom(other) && !other.IsRiseFrom(this));

    public override string ToString()
    {
        var parts = new List<string> { Percent.ToString() };
        if (!Allowed.IsEmpty) parts.Add("allowed " + string.Join(", ", Allowed));
        if (!Denied.IsEmpty) parts.Add("denied " + string.Join(", ", Denied));
        if (!Members.IsEmpty) parts.Add("members " + string.Join(", ", Members.Select(m => m.Value == Percent.All ? m.Key : $"{m.Key} {m.Value}")));
        return string.Join("; ", parts);
    }
}
