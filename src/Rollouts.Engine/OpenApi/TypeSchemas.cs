using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Rollouts.Engine;

/// <summary>Schemas made from our own types as they are written: each type one component, to which others refer.</summary>
internal sealed class TypeSchemas
{
    private static readonly JsonSerializerOptions AsWritten = new(EntryChain.Json) { NumberHandling = JsonNumberHandling.Strict };

    private readonly SortedDictionary<string, JsonObject> components = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, JsonObject>> Components => components;

    /// <summary>A kind carries the name of its hierarchy: <c>InputPause</c>, <c>EventFenced</c>.</summary>
    public static string NameOf(Type type) => type.DeclaringType is { } hierarchy ? NameOf(hierarchy) + type.Name : type == typeof(RolloutEvent) ? "Event" : type.Name;

    public TypeSchemas Add<T>()
    {
        AsWritten.GetJsonSchemaAsNode(typeof(T), new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = (context, schema) => Transform(context.TypeInfo, schema) });
        return this;
    }

    private JsonObject Transform(JsonTypeInfo type, JsonNode schema)
    {
        if (schema is not JsonObject node) return new JsonObject();
        if (node["type"] is JsonArray types && types.FirstOrDefault(each => (string?)each == "null") is { } nothing)
        {
            // What is null is not written.
            types.Remove(nothing);
            if (types is [var only]) node["type"] = only!.DeepClone();
        }

        if (node.ContainsKey("default") && node["default"] is null) node.Remove("default");
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Namespace?.StartsWith(nameof(Rollouts), StringComparison.Ordinal) != true) return node;
        var name = NameOf(type.Type);
        if (node["$ref"] is null) components.TryAdd(name, type.PolymorphismOptions is { } kinds ? Hierarchy(kinds) : Members(type, node));
        return ApiSchemas.Named(name);
    }

    private static JsonObject Hierarchy(JsonPolymorphismOptions kinds) => new()
    {
        ["oneOf"] = new JsonArray([.. kinds.DerivedTypes.Select(kind => ApiSchemas.Named(NameOf(kind.DerivedType)))]),
        ["discriminator"] = new JsonObject
        {
            ["propertyName"] = kinds.TypeDiscriminatorPropertyName,
            ["mapping"] = new JsonObject(kinds.DerivedTypes.Select(kind => KeyValuePair.Create((string)kind.TypeDiscriminator!, (JsonNode?)$"#/components/schemas/{NameOf(kind.DerivedType)}"))),
        },
    };

    /// <summary>Every member is written, unless it is null, or said not to be.</summary>
    private static JsonObject Members(JsonTypeInfo type, JsonObject node)
    {
        var members = node["properties"] as JsonObject ?? [];
        var missing = type.Properties.Where(MayBeMissing).Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var needed = members.Select(member => member.Key).Where(member => !missing.Contains(member)).Select(member => (JsonNode)JsonValue.Create(member)).ToArray();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = members.DeepClone() };
        if (needed.Length > 0) schema["required"] = new JsonArray(needed);
        return schema;
    }

    private static bool MayBeMissing(JsonPropertyInfo member) =>
        member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null
        || member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingDefault }, ..];
}
