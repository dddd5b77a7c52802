using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A mapping with known keys. The keys are declared once, in the constructor; reading and schema both come from them.</summary>
/// <param name="id">Its name among the schema's definitions.</param>
/// <param name="what">With its article, for messages.</param>
/// <param name="description">What it is for, for the schema.</param>
internal abstract class MappingShape<T>(string id, string what, string description) : Shape<T>
{
    private readonly List<Key> keys = [];

    public override string What => what;

    public IEnumerable<Key> Keys => keys;

    protected Key<TValue> Required<TValue>(string name, Shape<TValue> shape, string meaning) => Declare(new Key<TValue>(name, shape, true, meaning));

    protected Key<TValue> Optional<TValue>(string name, Shape<TValue> shape, string meaning) => Declare(new Key<TValue>(name, shape, false, meaning));

    /// <summary>Makes the thing of what could be read. Null when that is not enough; the problems say why.</summary>
    protected abstract T? Make(Fields fields);

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not PlanNode.Map map)
        {
            scope.Problems.Error(node.Start, $"{node.What} stands where {what} should", $"{what} is a mapping with " + string.Join(", ", (keys.Exists(key => key.IsRequired) ? keys.Where(key => key.IsRequired) : keys).Select(key => key.Name)));
            return false;
        }

        CheckKeys(map, scope);
        var fields = new Fields(map, scope);
        value = Make(fields);
        foreach (var key in keys) key.ReadIfNotRead(fields);
        if (value is not null) scope.Mark(value, node);
        return value is not null;
    }

    public override JsonObject Schema(SchemaBook book) => book.Refer(id, Define);

    private void CheckKeys(PlanNode.Map map, PlanScope scope)
    {
        var meant = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (keys.Exists(key => key.Name == entry.Key.Text)) continue;
            var help = scope.Problems.Help(entry.Key.Text, [.. keys.Select(key => key.Name)]);
            scope.Problems.Error(entry.Key.Start, $"{what} has no '{entry.Key.Text}'", help);
            meant.UnionWith(keys.Select(key => key.Name).Where(name => help == $"did you mean '{name}'?"));
        }

        foreach (var key in keys)
            if (key.IsRequired && map.Find(key.Name) is null && !meant.Contains(key.Name))
                scope.Problems.Error(map.Start, $"{what} needs '{key.Name}'", key.Meaning);
    }

    private Key<TValue> Declare<TValue>(Key<TValue> key)
    {
        keys.Add(key);
        return key;
    }

    private JsonObject Define(SchemaBook book)
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            var schema = key.Schema(book);
            schema["description"] = key.Meaning;
            properties[key.Name] = schema;
        }

        var definition = new JsonObject { ["type"] = "object", ["description"] = description, ["properties"] = properties, ["additionalProperties"] = false };
        if (keys.Exists(key => key.IsRequired))
            definition["required"] = new JsonArray([.. keys.Where(key => key.IsRequired).Select(key => (JsonNode)key.Name)]);
        return definition;
    }
}
