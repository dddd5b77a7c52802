using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Rollouts;

/// <summary>What a metric's numbers count, and so which units a threshold may be written in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Unit>))]
public enum Unit
{
    /// <summary>A plain number, also written 100K or 2M.</summary>
    Count,

    /// <summary>A share; 5 % is 0.05.</summary>
    Ratio,

    /// <summary>Seconds; written 250 ms, 5 s, 10 min, 4 h, 2 d, 1 w.</summary>
    Duration,

    /// <summary>Bytes; written 10 KB, 50 MB, 1 GB (powers of 1024).</summary>
    Size,

    /// <summary>1 for true and 0 for false.</summary>
    Truth,
}

/// <summary>A number with its unit, canonical: seconds, bytes, shares of one.</summary>
public readonly partial record struct Quantity(double Value, Unit Unit)
{
    [GeneratedRegex(@"^\s*(?<n>[+-]?(?:\d{1,3}(?:[,_]\d{3})+|\d{1,18})(?:\.\d{1,18})?)\s*(?<u>%|[A-Za-z]*)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern { get; }

    /// <summary>Reads <c>5</c>, <c>1.5 %</c>, <c>100K</c>, <c>250 ms</c>, <c>50 MB</c>, <c>true</c>. Thousands may be set off by <c>,</c> or <c>_</c>; a decimal comma is not read.</summary>
    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        if (text.Trim() is "true" or "false")
        {
            quantity = new(text.Trim() == "true" ? 1 : 0, Unit.Truth);
            return true;
        }

        var match = Pattern.Match(text);
        if (!match.Success) return false;
        var digits = match.Groups["n"].Value.Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return false;
        if (Scale(match.Groups["u"].Value) is not var (factor, divisor, unit)) return false;
        quantity = new(number * factor / divisor, unit);
        return true;
    }

    /// <summary>The number as people write it in this unit: <c>1.5 %</c>, <c>5 min</c>, <c>50 MB</c>, <c>2000</c>.</summary>
    public override string ToString() => Unit switch
    {
        Unit.Ratio => Text(Value * 100) + " %",
        Unit.Duration => Seconds(Value),
        Unit.Size => Bytes(Value),
        Unit.Truth => Value >= 0.5 ? "true" : "false",
        _ => Text(Value),
    };

    /// <summary>Divided where the canonical number is smaller, so that 57 % is exactly 0.57.</summary>
    private static (double Factor, double Divisor, Unit Unit)? Scale(string unit) => unit switch
    {
        "" => (1, 1, Unit.Count),
        "K" or "k" => (1e3, 1, Unit.Count),
        "M" => (1e6, 1, Unit.Count),
        "%" => (1, 100, Unit.Ratio),
        "ms" => (1, 1000, Unit.Duration),
        "s" or "sec" => (1, 1, Unit.Duration),
        "m" or "min" or "minutes" => (60, 1, Unit.Duration),
        "h" or "hours" => (3600, 1, Unit.Duration),
        "d" or "days" => (86400, 1, Unit.Duration),
        "w" or "weeks" => (604800, 1, Unit.Duration),
        "B" => (1, 1, Unit.Size),
        "KB" => (1024, 1, Unit.Size),
        "MB" => (1024 * 1024, 1, Unit.Size),
        "GB" => (1024d * 1024 * 1024, 1, Unit.Size),
        _ => null,
    };

    private static string Seconds(double seconds) => Math.Abs(seconds) switch
    {
        < 1 and > 0 => Text(seconds * 1e3) + " ms",
        < 120 => Text(seconds) + " s",
        < 7200 => Text(seconds / 60) + " min",
        < 172800 => Text(seconds / 3600) + " h",
        _ => Text(seconds / 86400) + " d",
    };

    private static string Bytes(double bytes) => Math.Abs(bytes) switch
    {
        < 1024 => Text(bytes) + " B",
        < 1024 * 1024 => Text(bytes / 1024) + " KB",
        < 1024d * 1024 * 1024 => Text(bytes / 1024 / 1024) + " MB",
        _ => Text(bytes / 1024 / 1024 / 1024) + " GB",
    };

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
