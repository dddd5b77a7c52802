using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>The schemas of requests and answers: those of our types are made from the types, see <see cref="TypeSchemas"/>.</summary>
internal static class ApiSchemas
{
    private static readonly JsonArray Scalar = ["string", "number", "boolean"];

    public static JsonObject Start => Object(
        ("rollout", Text("^[a-z0-9-]{1,80}$"), true), ("plan", Text(null, "The name of a plan that is kept."), false), ("planText", Text(null, "Or the plan itself, as YAML."), false));

    public static JsonObject RollBack => Object(
        ("reason", Text(null), true), ("target", Text(null, "A phase or step; the step before if silent."), false), ("member", Text(null, "The way back of this member alone."), false));

    public static JsonObject Report => new()
    {
        ["oneOf"] = new JsonArray(
            Object(("kind", Text(null), true), ("key", Text(null), false), ("text", Text(null), false), ("member", Text(null), false)),
            Object(("metric", Text(null), true), ("value", new JsonObject { ["type"] = "number" }, true), ("samples", new JsonObject { ["type"] = "number" }, false), ("member", Text(null), false))),
    };

    /// <summary>One schema for each command, told apart by its name.</summary>
    public static JsonObject Command => new()
    {
        ["oneOf"] = new JsonArray(
        [
            .. CommandText.Names.Select(name => Object(
                [
                    ("command", new JsonObject { ["type"] = "string", ["const"] = name }, true),
                    .. CommandText.FieldsOf(name).Select(each => (each.Name, (JsonNode)new JsonObject { ["type"] = Scalar.DeepClone() }, each.Needed)),
                ])),
        ]),
    };

    public static JsonObject Decided => Object(("outcome", OneOf("accepted", "fenced", "known", "stored", "rolling back"), true), ("id", Text(null, "The input's key."), true), ("note", Text(null, "What whoever sent it should know besides: that the plan looks at no reports of this kind."), false));

    public static JsonObject KeptPlan => Object(("plan", Text(null), true), ("hash", Text("^[0-9a-f]{64}$"), true), ("warnings", Array(Text(null)), true));

    public static JsonObject TakenEvents => Object(("stream", Text(null), true), ("taken", Whole(), true), ("known", Whole(), true));

    public static JsonObject TakenAlerts => Object(
        ("alerts", Array(Object(("rollout", Text(null), false), ("id", Text(null), true), ("outcome", Text(null), true))), true),
        ("unread", Array(Text(null)), true), ("ignored", new JsonObject(), false), ("cutOff", Whole(), true));

    public static JsonObject Health => Object(
        ("status", OneOf("Healthy", "Unhealthy"), true), ("dependencies", ListOf<Dependency>(), true), ("well", new JsonObject { ["type"] = "boolean" }, false),
        ("rollouts", Whole(), false), ("notes", Array(Text(null)), false));

    public static JsonObject Problem => Object(
        ("type", Text(null), false), ("title", Text(null), true), ("status", Whole(), true), ("detail", Text(null), false), ("errors", Array(new JsonObject()), false));

    public static JsonObject Named(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    public static JsonObject Ref<T>() => Named(TypeSchemas.NameOf(typeof(T)));

    public static JsonObject ListOf<T>() => Array(Ref<T>());

    public static JsonObject Array(JsonNode items) => new() { ["type"] = "array", ["items"] = items };

    public static JsonObject Text(string? pattern, string? description = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null) schema["pattern"] = pattern;
        if (description is not null) schema["description"] = description;
        return schema;
    }

    public static JsonObject Date() => new() { ["type"] = "string", ["format"] = "date" };

    public static JsonObject Whole(long least = 0, long? most = null)
    {
        var schema = new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = least };
        if (most is not null) schema["maximum"] = most;
        return schema;
    }

    public static JsonObject OneOf(params string[] values) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) };

    public static JsonObject Object(params (string Name, JsonNode Schema, bool Needed)[] members)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Schema))) };
        var needed = members.Where(member => member.Needed).Select(member => (JsonNode)JsonValue.Create(member.Name)).ToArray();
        if (needed.Length > 0) schema["required"] = new JsonArray(needed);
        return schema;
    }
}
