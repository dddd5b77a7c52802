using System.Globalization;
using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>A JSON value and where it stands, for messages.</summary>
/// <remarks>Members throw <see cref="FormatException"/> naming the place where something else stands than is wanted.</remarks>
internal readonly record struct AlertJson(JsonElement Value, string Path)
{
    private const int LongestText = 500;

    public bool Has(string name) => Find(name) is { Value.ValueKind: not JsonValueKind.Null };

    public AlertJson Object(string name) =>
        Find(name) is { Value.ValueKind: JsonValueKind.Object } found ? found : throw new FormatException($"{PathOf(name)} must be an object");

    /// <summary>The items of an array, whatever they are.</summary>
    public IEnumerable<AlertJson> Items(string name)
    {
        if (Find(name) is not { Value.ValueKind: JsonValueKind.Array } found) throw new FormatException($"{PathOf(name)} must be an array");
        var number = 0;
        foreach (var item in found.Value.EnumerateArray()) yield return new(item, FormattableString.Invariant($"{found.Path}[{number++}]"));
    }

    /// <summary>A whole number; 0 where there is none.</summary>
    public long Number(string name) => Find(name) is { Value.ValueKind: JsonValueKind.Number } found && found.Value.TryGetInt64(out var number) ? number : 0;

    public string Text(string name) => OptionalText(name) is { Length: > 0 } text ? text : throw new FormatException($"{PathOf(name)} must be a text");

    /// <summary>Null when it is missing or null.</summary>
    public string? OptionalText(string name) => Find(name) switch
    {
        null or { Value.ValueKind: JsonValueKind.Null } => null,
        { Value.ValueKind: JsonValueKind.String } found => found.Value.GetString() is { Length: <= LongestText } text
            ? text
            : throw new FormatException($"{found.Path} is longer than {LongestText} characters"),
        var other => throw new FormatException($"{other.Value.Path} must be a text"),
    };

    /// <summary>A text of a map that may itself be missing or null.</summary>
    public string? TextIn(string map, string name) => Find(map) is { Value.ValueKind: JsonValueKind.Object } found ? found.OptionalText(name) : null;

    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException($"{PathOf(name)} must be a time");

    private AlertJson? Find(string name) =>
        Value.ValueKind != JsonValueKind.Object ? throw new FormatException((Path.Length == 0 ? "the body" : Path) + " must be an object")
        : Value.TryGetProperty(name, out var found) ? new(found, PathOf(name))
        : null;

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
