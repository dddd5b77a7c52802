using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>Reads JSON as tolerant as configuration does: names without case, numbers and truths also as text.</summary>
internal static class FlagJson
{
    private static readonly JsonNodeOptions WithoutCase = new() { PropertyNameCaseInsensitive = true };
    private static readonly JsonDocumentOptions Tolerant =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject NewObject() => new(WithoutCase);

    public static JsonObject Parse(string text, GovernedKey key)
    {
        try
        {
            var flag = JsonNode.Parse(text, WithoutCase, Tolerant) as JsonObject
                ?? throw new FlagContentException($"the content of {key} is not a JSON object");
            Visit(flag);
            return flag;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FlagContentException($"the content of {key} is not JSON: {e.Message}", e);
        }
    }

    /// <summary>Nodes read their members late; names that differ in case only must come to light here.</summary>
    private static void Visit(JsonNode? node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children) Visit(child);
    }

    public static string Write(JsonObject flag) => flag.ToJsonString(Compact);

    /// <summary>The object of that name, made when missing or null.</summary>
    public static JsonObject ObjectIn(JsonObject parent, string name, GovernedKey key)
    {
        if (parent[name] is not { } child) parent[name] = child = NewObject();
        return child as JsonObject ?? throw new FlagContentException($"in the content of {key}, {name} is not an object");
    }

    /// <summary>The array of that name, made when missing or null.</summary>
    public static JsonArray ArrayIn(JsonObject parent, string name, GovernedKey key)
    {
        if (parent[name] is not { } child) parent[name] = child = new JsonArray(WithoutCase);
        return child as JsonArray ?? throw new FlagContentException($"in the content of {key}, {name} is not an array");
    }

    public static JsonArray Texts(IEnumerable<string> texts) => new(WithoutCase, [.. texts.Select(text => (JsonNode)text)]);

    /// <summary>Null when missing, empty or no text.</summary>
    public static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;

    /// <summary>True or false, also as text; <paramref name="missing"/> when it is missing, null when it is something else.</summary>
    public static bool? Truth(JsonNode? node, bool missing) => node switch
    {
        null => missing,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ => bool.TryParse(Text(node), out var truth) ? truth : null,
    };

    /// <summary>A percentage, also as text; zero when missing, null when it is something else.</summary>
    public static Percent? Share(JsonNode? node)
    {
        if (node is null) return Percent.Zero;
        var text = node.GetValueKind() == JsonValueKind.Number ? node.ToJsonString() : Text(node);
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share);
        return isNumber && share is >= 0 and <= 100 ? new Percent(share) : null;
    }

    /// <summary>The texts of an array, none when it is missing; null when something else stands there.</summary>
    public static IEnumerable<string>? TextsIn(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array when array.All(item => Text(item) is not null) => array.Select(item => Text(item)!),
        _ => null,
    };
}
