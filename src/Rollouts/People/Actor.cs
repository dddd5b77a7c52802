using System.Collections.Immutable;

namespace Rollouts;

/// <summary>Who says something: a person by id, or a system. Groups are those the person was in when it was said.</summary>
public sealed record Actor(string Id, ImmutableArray<string> Groups)
{
    /// <summary>Never default, whatever the input was read from.</summary>
    public ImmutableArray<string> Groups { get; init; } = Groups.IsDefault ? [] : Groups;

    public static Actor Of(string id, params ReadOnlySpan<string> groups) => new(id, [.. groups]);

    /// <summary>The launch automation itself.</summary>
    public static Actor System { get; } = new("system", []);

    public bool IsSystem => Id == System.Id;

    public override string ToString() => Id;
}

/// <summary>A role: its members by id, or a group; and who stands in for it.</summary>
public sealed record Role(string Name, ImmutableArray<string> Members, string? Group, string? Backup)
{
    public bool Has(Actor actor) =>
        Members.Contains(actor.Id) || (Group is { } group && actor.Groups.Contains(group));
}
