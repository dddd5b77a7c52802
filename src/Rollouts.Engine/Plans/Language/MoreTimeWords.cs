using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>How much longer an answer may take: <c>24h once</c>, <c>24h, 2 times</c>, or <c>none</c>.</summary>
/// <param name="Rule">Null for none.</param>
internal sealed partial record MoreTimeWords(MoreTime? Rule)
{
    [GeneratedRegex("^(?<by>[^ ,]+)(?:(?<once> once)?|, (?<times>[1-9][0-9]?) times)$", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern { get; }

    public static TextShape<MoreTimeWords> Shape { get; } = new("more time", "24h once, 24h, 2 times, or none", TryRead);

    private static bool TryRead(string text, [MaybeNullWhen(false)] out MoreTimeWords value)
    {
        value = text == "none" ? new(Rule: null) : null;
        if (value is null && Pattern.Match(text) is { Success: true } match && Span.TryParse(match.Groups["by"].Value, out var by))
            value = new(new MoreTime(by, match.Groups["times"].Success ? int.Parse(match.Groups["times"].Value, CultureInfo.InvariantCulture) : 1));
        return value is not null;
    }
}
