using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>The definitions of a JSON Schema as they come up, each written once.</summary>
internal sealed class SchemaBook
{
    private readonly SortedDictionary<string, JsonObject> definitions = new(StringComparer.Ordinal);

    public JsonObject Refer(string id, Func<SchemaBook, JsonObject> define)
    {
        if (definitions.TryAdd(id, [])) definitions[id] = define(this);
        return new() { ["$ref"] = "#/definitions/" + id };
    }

    public JsonObject Definitions => new(definitions.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)each.Value)));
}
