using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>A place in a JSON document (RFC 6901).</summary>
public sealed record JsonPointer(ImmutableArray<string> Tokens)
{
    /// <param name="fill">Applied to each token after it is taken apart, so that what is filled in cannot add tokens.</param>
    /// <exception cref="FormatException">The text is no pointer.</exception>
    public static JsonPointer Parse(string text, Func<string, string>? fill = null)
    {
        if (text.Length == 0) return new([]);
        if (text[0] != '/') throw new FormatException($"'{text}' is not a JSON pointer: it begins with /");
        return new([.. text[1..].Split('/').Select(token => Unescape(text, token)).Select(fill ?? (token => token))]);
    }

    /// <summary>The element there; null when the document has none.</summary>
    public JsonElement? In(JsonElement root)
    {
        var at = root;
        foreach (var token in Tokens)
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(token, out var member)) at = member;
            else if (at.ValueKind == JsonValueKind.Array && Index(token) is { } index && index < at.GetArrayLength()) at = at[index];
            else return null;
        }

        return at;
    }

    public override string ToString() =>
        string.Concat(Tokens.Select(token => "/" + token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    private static int? Index(string token) =>
        (token == "0" || !token.StartsWith('0')) && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string Unescape(string text, string token)
    {
        for (var i = 0; i < token.Length; i++)
            if (token[i] == '~' && (i + 1 == token.Length || token[i + 1] is not ('0' or '1')))
                throw new FormatException($"'{text}' is not a JSON pointer: ~ is written ~0");
        return token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
    }
}
