using System.Text.Json.Nodes;

namespace Rollouts.Local.Tests.OpenApi;

/// <summary>Holds JSON against a schema of the API document. Members that the schema does not know are faults.</summary>
internal sealed class SchemaCheck(JsonNode document)
{
    public IEnumerable<string> Faults(JsonNode? value, JsonNode schema, string at = "$")
    {
        if ((string?)schema["$ref"] is { } reference) return Faults(value, reference[2..].Split('/').Aggregate(document, (node, part) => node[part]!), at);
        if (schema["oneOf"] is JsonArray kinds)
        {
            var each = kinds.Select(kind => Faults(value, kind!, at).ToList()).ToList();
            return each.Count(faults => faults.Count == 0) == 1 ? [] : [$"{at} fits {each.Count(faults => faults.Count == 0)} of {kinds.Count} kinds: {value?.ToJsonString()}"];
        }

        return Own(value, schema, at).Concat(value switch
        {
            JsonObject members when schema["properties"] is JsonObject known => members.SelectMany(member => known[member.Key] is { } inner
                ? Faults(member.Value, inner, $"{at}.{member.Key}")
                : [$"{at}.{member.Key} is not described"]),
            JsonObject members when schema["additionalProperties"] is JsonObject inner => members.SelectMany(member => Faults(member.Value, inner, $"{at}.{member.Key}")),
            JsonArray items when schema["items"] is { } inner => items.SelectMany((item, n) => Faults(item, inner, $"{at}[{n}]")),
            _ => [],
        });
    }

    private static IEnumerable<string> Own(JsonNode? value, JsonNode schema, string at)
    {
        if (schema["type"] is { } type && !(type is JsonArray types ? types.Select(each => (string?)each) : [(string?)type]).Contains(TypeOf(value), StringComparer.Ordinal))
            if (!((string?)type == "number" && TypeOf(value) == "integer")) yield return $"{at} is {TypeOf(value)}, and should be {type.ToJsonString()}";
        if (schema["const"] is { } only && !JsonNode.DeepEquals(only, value)) yield return $"{at} is not {only}";
        if (schema["enum"] is JsonArray values && !values.Any(each => JsonNode.DeepEquals(each, value))) yield return $"{at} is none of {values.ToJsonString()}";
        foreach (var needed in schema["required"] as JsonArray ?? [])
            if (value is JsonObject members && !members.ContainsKey((string)needed!)) yield return $"{at}.{needed} is missing";
    }

    private static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => value.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-') ? "integer" : "number",
            _ => "boolean",
        },
    };
}
