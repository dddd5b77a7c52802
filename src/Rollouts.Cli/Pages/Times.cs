namespace Rollouts.Cli.Pages;

/// <summary>Times as people read them; always UTC.</summary>
internal static class Times
{
    public static string Text(DateTimeOffset at) => FormattableString.Invariant($"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    /// <summary>With how far away it is: <c>until 2026-03-04 09:00:00 UTC (in 2d)</c>.</summary>
    public static string Until(DateTimeOffset until, DateTimeOffset now)
    {
        var left = until - now;
        var distance = left < TimeSpan.Zero ? $"{Rounded(-left)} ago" : $"in {Rounded(left)}";
        return $"until {Text(until)} ({distance})";
    }

    private static string Rounded(TimeSpan span) => span < TimeSpan.FromSeconds(1) ? "under 1s" : Span.Text(TimeSpan.FromSeconds(Math.Floor(span.TotalSeconds)));
}
