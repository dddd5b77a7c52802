using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts.Simulation;

/// <summary>When a moment of the story is.</summary>
internal abstract partial record MomentTime
{
    private static readonly string[] Instants = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private MomentTime()
    {
    }

    [GeneratedRegex(@"^(?<anchor>.+?)(?:\s*\+\s*(?<after>[0-9].*))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Anchored { get; }

    /// <summary>At the time of the moment before.</summary>
    public sealed record Now : MomentTime;

    public sealed record SinceStart(TimeSpan Time) : MomentTime;

    public sealed record SinceMomentBefore(TimeSpan Time) : MomentTime;

    public sealed record Instant(DateTimeOffset Time) : MomentTime;

    /// <summary>After a phase or step was exposed, a member let in, or the watch begun: the first such time that is not before the moment above.</summary>
    public sealed record SinceAnchor(string Anchor, TimeSpan Time) : MomentTime;

    /// <summary>Reads a time of the story; null for none.</summary>
    public static MomentTime? Read(string text, IReadOnlyCollection<string> anchors, string timeZone)
    {
        text = text.Trim();
        if (text.StartsWith('+')) return TryOffset(text[1..].Trim(), out var later) ? new SinceMomentBefore(later) : null;
        if (anchors.Contains(text)) return new SinceAnchor(text, TimeSpan.Zero);
        if (TryOffset(text, out var offset)) return new SinceStart(offset);
        if (TryInstant(text, timeZone) is { } instant) return new Instant(instant);
        return Anchored.Match(text) is { Success: true } match && anchors.Contains(match.Groups["anchor"].Value) && TryOffset(match.Groups["after"].Value, out var after)
            ? new SinceAnchor(match.Groups["anchor"].Value, after)
            : null;
    }

    /// <summary><c>0</c>, <c>3d</c> or <c>3d 15m</c>.</summary>
    public static bool TryOffset(string text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        return text == "0" || Span.TryParse(text, out offset);
    }

    /// <summary>A day with or without a time, in the plan's time zone; with Z, or T and Z, in UTC.</summary>
    public static DateTimeOffset? TryInstant(string text, string timeZone)
    {
        if (text.EndsWith('Z'))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var utc) ? utc : null;
        if (!DateTime.TryParseExact(text.Replace('T', ' '), Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)) return null;
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var known) ? known : TimeZoneInfo.Utc;
        if (zone.IsInvalidTime(wall)) wall = wall.AddHours(1);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    /// <summary>A time in a series: counted from an origin, or an instant.</summary>
    public static DateTimeOffset? TryTime(string text, DateTimeOffset origin, string timeZone) =>
        TryOffset(text.Trim(), out var offset) ? origin + offset : TryInstant(text.Trim(), timeZone);
}
