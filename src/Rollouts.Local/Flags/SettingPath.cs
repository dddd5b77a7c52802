using System.Globalization;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>A configuration path such as <c>Ingestion:UploadsPerDay</c> in a JSON file, found as configuration finds it.</summary>
/// <remarks>Without case; a name in the file may hold colons itself; a number may be a place in an array.</remarks>
internal static class SettingPath
{
    /// <summary>The value at the path as configuration gives it; null when nothing is there.</summary>
    /// <exception cref="StoreException">A section is there.</exception>
    public static string? Read(JsonObject root, string path) => Find(root, path)?.Node switch
    {
        null => null,
        JsonValue value => value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
        _ => throw new StoreException($"{path} is a section, not a value"),
    };

    /// <exception cref="StoreException">A section is there, or a value where a section must be.</exception>
    public static void Write(JsonObject root, string path, string value)
    {
        switch (Find(root, path))
        {
            case { Node: JsonObject or JsonArray }:
                throw new StoreException($"{path} is a section, not a value");
            case { Parent: JsonObject parent, Name: var name }:
                parent[name] = value;
                break;
            case { Parent: JsonArray items, Name: var index }:
                items[int.Parse(index, CultureInfo.InvariantCulture)] = value;
                break;
            default:
                Add(root, path, value);
                break;
        }
    }

    private static Place? Find(JsonNode node, string path)
    {
        foreach (var (name, child) in ChildrenOf(node))
        {
            if (name.Equals(path, StringComparison.OrdinalIgnoreCase)) return new Place(node, name, child);
            if (child is not null && Below(name, path) is { } rest && Find(child, rest) is { } found) return found;
        }

        return null;
    }

    private static void Add(JsonObject node, string path, string value)
    {
        foreach (var (name, child) in node.ToList())
        {
            if (Below(name, path) is not { } rest || child is null) continue;
            if (child is not JsonObject section) throw new StoreException($"{name} is not a section that could hold {rest}");
            Add(section, rest, value);
            return;
        }

        var (first, below) = path.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (path[..colon], path[(colon + 1)..]) : (path, null);
        if (below is null)
        {
            node[first] = value;
            return;
        }

        var made = new JsonObject(node.Options);
        node[first] = made;
        Add(made, below, value);
    }

    private static IEnumerable<(string Name, JsonNode? Child)> ChildrenOf(JsonNode node) => node switch
    {
        JsonObject section => section.Select(member => (member.Key, member.Value)),
        JsonArray items => items.Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item)),
        _ => [],
    };

    private static string? Below(string name, string path) =>
        path.Length > name.Length && path[name.Length] == ':' && path.StartsWith(name, StringComparison.OrdinalIgnoreCase)
            ? path[(name.Length + 1)..]
            : null;

    private readonly record struct Place(JsonNode Parent, string Name, JsonNode? Node);
}
