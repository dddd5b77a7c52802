using System.Globalization;
using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>A JSON value as a KPI.</summary>
internal static class JsonNumber
{
    /// <summary>Numbers, texts that are numbers, and truth as 1 or 0; null for nothing there, and for a number that JSON cannot hold (<c>"NaN"</c>).</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static double? Of(JsonElement? element, JsonPointer pointer) => element?.ValueKind switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number => Finite(element.Value.GetDouble()),
        JsonValueKind.String => double.TryParse(element.Value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Finite(number)
            : throw new FormatException($"the value at {pointer} is a text that is no number"),
        var kind => throw new FormatException($"the value at {pointer} is {(kind == JsonValueKind.Array ? "a list" : "an object")}, not a number"),
    };

    private static double? Finite(double number) => double.IsFinite(number) ? number : null;
}
