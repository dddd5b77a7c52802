using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Simulation.Tests.Golden;

/// <summary>What a plan was read as, in full: every value under the name of its field, with its kind where there are several.</summary>
internal static class PlanText
{
    private static readonly JsonSerializerOptions Indented = new(EntryChain.Json) { WriteIndented = true, NewLine = "\n" };

    public static string Of(Plan plan) => JsonOf(plan)!.ToJsonString(Indented) + "\n";

    private static JsonNode? JsonOf(object? value)
    {
        switch (value)
        {
            case null: return null;
            case string or bool or int or long or double: return JsonValue.Create(value);
            case TimeSpan span: return span.ToString("c", null);
            case DateTimeOffset time: return time.ToString("O", null);
            case Enum or Percent or TimeOnly or DateOnly: return value.ToString();
            case IDictionary map:
                var members = new JsonObject();
                foreach (DictionaryEntry entry in map) members[entry.Key.ToString()!] = JsonOf(entry.Value);
                return members;
            case IEnumerable list:
                return value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) && (bool)type.GetProperty("IsDefault")!.GetValue(value)!
                    ? null
                    : new JsonArray([.. list.Cast<object?>().Select(JsonOf)]);
            default: return Fields(value);
        }
    }

    private static JsonObject Fields(object value)
    {
        var type = value.GetType();
        var json = new JsonObject();
        if (type.BaseType is { IsAbstract: true } hierarchy && hierarchy != typeof(ValueType)) json["is"] = type.Name;
        // What is computed from other fields has no setter, and is no part of what was read.
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && property.GetIndexParameters().Length == 0))
            if (JsonOf(property.GetValue(value)) is { } field) json[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = field;
        return json;
    }
}
