using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>An audience as the conditions of a flag: the Microsoft.Targeting filter, and a companion for what it cannot say.</summary>
internal static class Targeting
{
    /// <summary>Denies users whose name matches a pattern. The app brings the filter; without it the flag is an error there, not open.</summary>
    private const string DenyPattern = "Rollouts.DenyPattern";

    /// <summary>Beside a group's name and share, for readers other than us of no meaning: the group is a member, not an allowed group.</summary>
    private const string Member = "Member";

    public static void Apply(JsonObject conditions, AudienceExposure audience, GovernedKey key)
    {
        if (audience.Allowed.FirstOrDefault(text => new Audience(text).IsPattern) is { } pattern)
            throw new FlagContentException($"{key} cannot allow the pattern {pattern}: patterns can only be denied; allow a group instead (group:name)");

        var filters = FlagJson.ArrayIn(conditions, "client_filters", key);
        var targeting = Only(filters, IsTargeting) ?? Add(filters, "Microsoft.Targeting");
        Fill(FlagJson.ObjectIn(FlagJson.ObjectIn(targeting, "parameters", key), "Audience", key), audience);

        var patterns = audience.Denied.Where(text => new Audience(text).IsPattern).ToList();
        var companion = Only(filters, IsDenyPattern);
        if (patterns.Count > 0)
            FlagJson.ObjectIn(companion ?? Add(filters, DenyPattern), "parameters", key)["Patterns"] = FlagJson.Texts(patterns);
        else if (companion is not null)
            filters.Remove(companion);

        if (filters.Count > 1) conditions["requirement_type"] = "All";
        else conditions.Remove("requirement_type");
    }

    /// <summary>Null when the conditions say what an audience cannot say.</summary>
    public static AudienceExposure? Read(JsonNode? conditions)
    {
        if (conditions is null) return Everybody;
        if (conditions is not JsonObject { } all || all["client_filters"] is not (null or JsonArray)) return null;
        var filters = (all["client_filters"] as JsonArray)?.ToList() ?? [];
        if (filters.Count == 0) return Everybody;
        if (filters.Count(IsTargeting) != 1) return null;
        // Of filters of which any suffices, another one may let in more than the targeting filter says.
        if (filters.Count > 1 && !string.Equals(FlagJson.Text(all["requirement_type"]), "All", StringComparison.OrdinalIgnoreCase)) return null;

        var patterns = filters.Where(IsDenyPattern).Select(filter => FlagJson.TextsIn((filter!["parameters"] as JsonObject)?["Patterns"])).ToList();
        if (patterns.Contains(null)) return null;
        var audience = (filters.First(IsTargeting)!["parameters"] as JsonObject)?["Audience"] as JsonObject;
        return audience is null ? null : ReadAudience(audience, patterns.SelectMany(texts => texts!));
    }

    private static AudienceExposure Everybody { get; } = AudienceExposure.None with { Percent = Percent.All };

    private static void Fill(JsonObject target, AudienceExposure audience)
    {
        var allowed = audience.Allowed.Select(text => new Audience(text)).ToLookup(one => one.IsGroup);
        var denied = audience.Denied.Select(text => new Audience(text)).Where(one => !one.IsPattern).ToLookup(one => one.IsGroup);
        // Of two entries of one group the first counts: a group that is allowed stays so, whatever its share as a member.
        var groups = allowed[true].Select(group => Group(group.Name, Percent.All, member: false))
            .Concat(audience.Members.Select(member => Group(member.Key, member.Value, member: true)));

        target["Users"] = FlagJson.Texts(allowed[false].Select(user => user.Name));
        target["Groups"] = new JsonArray([.. groups.Cast<JsonNode>()]);
        target["DefaultRolloutPercentage"] = audience.Percent.Value;
        var exclusion = FlagJson.NewObject();
        exclusion["Users"] = FlagJson.Texts(denied[false].Select(user => user.Name));
        exclusion["Groups"] = FlagJson.Texts(denied[true].Select(group => group.Name));
        target["Exclusion"] = exclusion;
    }

    private static JsonObject Group(string name, Percent share, bool member)
    {
        var group = FlagJson.NewObject();
        group["Name"] = name;
        group["RolloutPercentage"] = share.Value;
        if (member) group[Member] = true;
        return group;
    }

    private static AudienceExposure? ReadAudience(JsonObject audience, IEnumerable<string> patterns)
    {
        var exclusion = audience["Exclusion"];
        if (exclusion is not (null or JsonObject) || audience["Groups"] is not (null or JsonArray)) return null;
        if (FlagJson.Share(audience["DefaultRolloutPercentage"]) is not { } percent) return null;
        if (FlagJson.TextsIn(audience["Users"]) is not { } users) return null;
        if (FlagJson.TextsIn(exclusion?["Users"]) is not { } deniedUsers || FlagJson.TextsIn(exclusion?["Groups"]) is not { } deniedGroups) return null;

        var allowed = users.ToImmutableSortedSet(StringComparer.Ordinal).ToBuilder();
        var members = ImmutableSortedDictionary.CreateBuilder<string, Percent>(StringComparer.Ordinal);
        foreach (var node in audience["Groups"] as JsonArray ?? [])
        {
            if (node is not JsonObject group || FlagJson.Text(group["Name"]) is not { } name) return null;
            if (FlagJson.Share(group["RolloutPercentage"]) is not { } share) return null;
            if (FlagJson.Truth(group[Member], missing: share < Percent.All) is not { } member) return null;
            if (!member) allowed.Add(Audience.Group(name).Text);
            else if (!members.TryAdd(name, share)) return null;
        }

        var denied = deniedUsers.Concat(deniedGroups.Select(name => Audience.Group(name).Text)).Concat(patterns);
        return new AudienceExposure(percent, allowed.ToImmutable(), denied.ToImmutableSortedSet(StringComparer.Ordinal), members.ToImmutable());
    }

    /// <summary>The first filter of the kind; the others of the kind are taken out.</summary>
    private static JsonObject? Only(JsonArray filters, Func<JsonNode?, bool> kind)
    {
        var found = filters.Where(kind).ToList();
        foreach (var surplus in found.Skip(1)) filters.Remove(surplus);
        return (JsonObject?)found.FirstOrDefault();
    }

    private static JsonObject Add(JsonArray filters, string name)
    {
        var filter = FlagJson.NewObject();
        filter["name"] = name;
        filters.Add((JsonNode)filter);
        return filter;
    }

    private static bool IsTargeting(JsonNode? filter) => IsNamed(filter, "Microsoft.Targeting") || IsNamed(filter, "Targeting");

    private static bool IsDenyPattern(JsonNode? filter) => IsNamed(filter, DenyPattern);

    private static bool IsNamed(JsonNode? filter, string name) =>
        filter is JsonObject named && string.Equals(FlagJson.Text(named["name"]), name, StringComparison.OrdinalIgnoreCase);
}
