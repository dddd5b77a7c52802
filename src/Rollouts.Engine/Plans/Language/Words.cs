using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>The values of the plan language that are one text.</summary>
internal static partial class Words
{
    [GeneratedRegex("^[a-z0-9]+(?:-[a-z0-9]+)*$", RegexOptions.NonBacktracking)]
    private static partial Regex PlanName { get; }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainName { get; }

    [GeneratedRegex("^(?<n>[0-9]{1,12}(?:\\.[0-9]{1,6})?)x$", RegexOptions.NonBacktracking)]
    private static partial Regex Times { get; }

    [GeneratedRegex("^(?<n>[0-9]{1,12})(?: samples?)?$", RegexOptions.NonBacktracking)]
    private static partial Regex SampleCount { get; }

    public static TextShape<string> Text { get; } = new("a text", "some words", AnyText);

    public static TextShape<string> Slug { get; } = new("a plan's name", "lower case, digits and hyphens, such as ga-soft-launch", Matching(PlanName, 80));

    public static TextShape<string> Name { get; } = new("a name", "letters, digits, spaces, dots and hyphens", Matching(PlainName, 80), "string", "number");

    /// <summary>A setting's value: whatever the consuming application reads.</summary>
    public static TextShape<string> Value { get; } = new("a value", "the value as the application reads it", AnyText, "string", "number", "boolean");

    public static TextShape<TimeSpan> Duration { get; } = new("a duration above zero", "90s, 15m, 4h, 3d or 2w", Span.TryParse);

    /// <summary>A duration that may be none.</summary>
    public static TextShape<TimeSpan> Delay { get; } = new("a duration", "0, 90s, 15m, 4h, 3d or 2w", TryDelay, "string", "integer");

    public static TextShape<double> Share { get; } = new("a percent between 0 and 100", "10 or 0.5", TryPercent, "number", "string");

    public static TextShape<double> Factor { get; } = new("a factor above 1", "2x or 1.5x", TryFactor);

    public static TextShape<double> Samples { get; } = new("a number of samples", "50 samples", TrySamples, "string", "integer");

    public static TextShape<double> Quantile { get; } = new("a quantile above 0 and below 1", "0.99", TryQuantile, "number");

    public static TextShape<int> Count { get; } = new("a whole number from 0", "1", TryCount, "integer");

    public static TextShape<bool> Truth { get; } = new("true or false", "true or false", TryTruth, "boolean");

    public static TextShape<string> Link { get; } = new("a web address", "https://… or http://…", TryLink);

    /// <summary>One of some words.</summary>
    public static TextShape<T> OneOf<T>(string what, params (string Word, T Value)[] words) => new(
        what,
        string.Join(" or ", words.Select(word => word.Word)),
        (string text, [MaybeNullWhen(false)] out T value) =>
        {
            var found = Array.FindIndex(words, word => word.Word == text);
            value = found < 0 ? default : words[found].Value;
            return found >= 0;
        })
    { Words = [.. words.Select(word => word.Word)] };

    /// <summary>What is said with true, and otherwise by leaving it out.</summary>
    public static TextShape<bool> True(string what) => new(what, "true, or leave it out", (string text, out bool value) => value = text == "true", "boolean");

    /// <summary>A text that fits a kind of <paramref name="read"/>.</summary>
    public static TextShape<T> Of<T>(string what, string example, TextReader<T> read) => new(what, example, read);

    private static TextReader<string> Matching(Regex pattern, int longest) => (string text, [MaybeNullWhen(false)] out string value) =>
    {
        value = text;
        return text.Length <= longest && pattern.IsMatch(text);
    };

    private static bool AnyText(string text, out string value)
    {
        value = text.Trim();
        return value.Length > 0;
    }

    private static bool TryDelay(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        return text == "0" || Span.TryParse(text, out value);
    }

    private static bool TryPercent(string text, out double value) =>
        double.TryParse(text.EndsWith('%') ? text[..^1].TrimEnd() : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 100;

    private static bool TryFactor(string text, out double value)
    {
        value = Times.Match(text) is { Success: true } match ? double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) : 0;
        return value > 1;
    }

    private static bool TrySamples(string text, out double value)
    {
        value = SampleCount.Match(text) is { Success: true } match ? double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) : -1;
        return value >= 0;
    }

    private static bool TryQuantile(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value is > 0 and < 1;

    private static bool TryCount(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryTruth(string text, out bool value)
    {
        value = text == "true";
        return text is "true" or "false";
    }

    private static bool TryLink(string text, out string value)
    {
        value = text;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";
    }
}
