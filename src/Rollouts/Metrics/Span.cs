namespace Rollouts;

/// <summary>Durations as plans write them: <c>90s</c>, <c>15m</c>, <c>4h</c>, <c>3d</c>, <c>2w</c>; always above zero.</summary>
public static class Span
{
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        if (!Quantity.TryParse(text, out var quantity) || quantity.Unit != Unit.Duration || quantity.Value is not (> 0 and < 1e9)) return false;
        span = TimeSpan.FromSeconds(quantity.Value);
        return true;
    }

    /// <summary>The shortest way to write the duration: <c>15m</c>, <c>3d</c>, <c>1h30m</c>.</summary>
    public static string Text(TimeSpan span)
    {
        if (span < TimeSpan.Zero) return "-" + Text(-span);
        if (span < TimeSpan.FromSeconds(1)) return FormattableString.Invariant($"{span.TotalMilliseconds:0}ms");
        string[] parts =
        [
            span.Days > 0 ? $"{span.Days}d" : "",
            span.Hours > 0 ? $"{span.Hours}h" : "",
            span.Minutes > 0 ? $"{span.Minutes}m" : "",
            span.Seconds > 0 ? $"{span.Seconds}s" : "",
        ];
        return string.Concat(parts.Where(part => part.Length > 0).Take(2));
    }
}
