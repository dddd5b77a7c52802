using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts;

/// <summary>Durations as plans write them: <c>90s</c>, <c>15m</c>, <c>4h</c>, <c>1h30m</c>, <c>3d</c>, <c>2w</c>; always above zero.</summary>
public static partial class Span
{
    [GeneratedRegex(@"[0-9.,_]+\s*[A-Za-z]+\s*", RegexOptions.NonBacktracking)]
    private static partial Regex Part { get; }

    public static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        var (seconds, read) = (0d, 0);
        foreach (var part in Part.EnumerateMatches(text))
        {
            if (part.Index != read || !Quantity.TryParse(text.Substring(part.Index, part.Length), out var quantity) || quantity.Unit != Unit.Duration) return false;
            (seconds, read) = (seconds + quantity.Value, part.Index + part.Length);
        }

        if (read != text.Length || seconds is not (> 0 and < 1e9)) return false;
        span = TimeSpan.FromSeconds(seconds);
        return span > TimeSpan.Zero;
    }

    /// <summary>The duration in the largest unit that divides it, so that reading it back gives the same: <c>90m</c>, <c>3d</c>.</summary>
    public static string Exact(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerDay == 0 ? Whole(span.Ticks / TimeSpan.TicksPerDay, "d")
        : span.Ticks % TimeSpan.TicksPerHour == 0 ? Whole(span.Ticks / TimeSpan.TicksPerHour, "h")
        : span.Ticks % TimeSpan.TicksPerMinute == 0 ? Whole(span.Ticks / TimeSpan.TicksPerMinute, "m")
        : span.Ticks % TimeSpan.TicksPerSecond == 0 ? Whole(span.Ticks / TimeSpan.TicksPerSecond, "s")
        : FormattableString.Invariant($"{span.TotalMilliseconds:0.####}ms");

    /// <summary>The shortest way to write the duration: <c>15m</c>, <c>3d</c>, <c>1h30m</c>.</summary>
    public static string Text(TimeSpan span)
    {
        if (span < TimeSpan.Zero) return "-" + Text(-span);
        if (span < TimeSpan.FromSeconds(1)) return FormattableString.Invariant($"{span.TotalMilliseconds:0}ms");
        var (first, second) = span switch
        {
            { Days: > 0 } => (Amount(span.Days, "d"), span.Hours > 0 ? Amount(span.Hours, "h") : span.Minutes > 0 ? Amount(span.Minutes, "m") : Amount(span.Seconds, "s")),
            { Hours: > 0 } => (Amount(span.Hours, "h"), span.Minutes > 0 ? Amount(span.Minutes, "m") : Amount(span.Seconds, "s")),
            { Minutes: > 0 } => (Amount(span.Minutes, "m"), Amount(span.Seconds, "s")),
            _ => (Amount(span.Seconds, "s"), ""),
        };
        return first + second;
    }

    private static string Amount(int count, string unit) => count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{count}{unit}") : "";

    private static string Whole(long count, string unit) => FormattableString.Invariant($"{count}{unit}");
}
