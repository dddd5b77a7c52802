using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rollouts.Engine.Tests;

/// <summary>As much of JSON Schema as the plans' schema uses; a keyword it does not know is a fault of the test.</summary>
internal static class Violations
{
    private static readonly string[] Known =
        ["$schema", "$ref", "definitions", "title", "description", "type", "properties", "additionalProperties", "required", "items", "minItems", "enum", "pattern", "anyOf"];

    public static List<string> Of(JsonNode? value, JsonObject schema)
    {
        var found = new List<string>();
        Check(value, schema, schema, "plan", found);
        return found;
    }

    private static void Check(JsonNode? value, JsonObject schema, JsonObject root, string path, List<string> found)
    {
        foreach (var keyword in schema.Select(each => each.Key).Where(key => !Known.Contains(key))) throw new InvalidOperationException($"the test does not know the keyword {keyword}");
        if (schema["$ref"] is { } reference) Check(value, root["definitions"]![reference.GetValue<string>()["#/definitions/".Length..]]!.AsObject(), root, path, found);
        if (schema["type"] is { } type && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number"))) found.Add($"{path}: {TypeOf(value)} is not {type.ToJsonString()}");
        if (schema["enum"] is JsonArray words && !words.Any(word => word!.GetValue<string>() == Text(value))) found.Add($"{path}: {Text(value)} is none of {words.ToJsonString()}");
        if (schema["pattern"] is { } pattern && value?.GetValueKind() == JsonValueKind.String && !Regex.IsMatch(value.GetValue<string>(), pattern.GetValue<string>(), RegexOptions.NonBacktracking)) found.Add($"{path}: {Text(value)} does not fit {pattern}");
        if (schema["anyOf"] is JsonArray forms)
        {
            var attempts = forms.Select(form => Attempt(value, form!.AsObject(), root, path)).ToArray();
            if (attempts.All(attempt => attempt.Count > 0)) found.AddRange(attempts.OrderByDescending(attempt => attempt.Max(each => each.Length)).First());
        }

        if (value is JsonArray list && schema["items"] is JsonObject item)
            for (var i = 0; i < list.Count; i++) Check(list[i], item, root, $"{path}[{i}]", found);
        if (value is JsonArray { Count: 0 } && schema["minItems"] is not null) found.Add($"{path}: is empty");
        if (value is JsonObject map) CheckMap(map, schema, root, path, found);
    }

    private static void CheckMap(JsonObject map, JsonObject schema, JsonObject root, string path, List<string> found)
    {
        foreach (var (key, each) in map)
        {
            if (schema["properties"]?[key] is JsonObject property) Check(each, property, root, $"{path}.{key}", found);
            else if (schema["additionalProperties"] is JsonObject rest) Check(each, rest, root, $"{path}.{key}", found);
            else if (schema["additionalProperties"] is JsonValue) found.Add($"{path}.{key}: is unknown");
        }

        foreach (var required in schema["required"]?.AsArray() ?? [])
            if (!map.ContainsKey(required!.GetValue<string>())) found.Add($"{path}: lacks {required}");
    }

    private static List<string> Attempt(JsonNode? value, JsonObject schema, JsonObject root, string path)
    {
        var found = new List<string>();
        Check(value, schema, root, path, found);
        return found;
    }

    private static string[] Types(JsonNode type) => type is JsonArray many ? [.. many.Select(each => each!.GetValue<string>())] : [type.GetValue<string>()];

    private static string Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "null";

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.GetValue<double>() % 1 == 0 ? "integer" : "number",
        _ => "null",
    };
}
