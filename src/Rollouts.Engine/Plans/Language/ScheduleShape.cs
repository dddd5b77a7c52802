using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>When people look, or a routine runs: <c>every 1h for 3d, then every 1d</c>, <c>every friday 15:00</c>.</summary>
internal sealed partial class ScheduleShape : Shape<ReviewSchedule>
{
    private const int LongestText = 500;
    private const string Right = "write 'every 4h', 'every 1h for 3d, then every 1d', 'every friday 15:00' or 'every monday and thursday 09:00'";

    [GeneratedRegex(@"^every\s+(?<every>\S+)(?:\s+for\s+(?<for>\S+))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Part { get; }

    [GeneratedRegex(@"^every\s+(?<days>[a-z]+(?:(?:,\s*|\s+and\s+)[a-z]+)*)\s+(?<time>[0-9]{1,2}:[0-9]{2})$", RegexOptions.NonBacktracking)]
    private static partial Regex Weekly { get; }

    [GeneratedRegex(@",?\s+then\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Then { get; }

    [GeneratedRegex(@",\s*|\s+and\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Between { get; }

    public override string What => "a schedule";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out ReviewSchedule value)
    {
        value = node is PlanNode.Scalar scalar ? (ReviewSchedule?)ReadWeekly(scalar.Text.Trim(), scope.TimeZone) ?? ReadCadence(scalar.Text.Trim()) : null;
        if (value is null) scope.Problems.Error(node.Start, $"{node.What} is no schedule", Right);
        return value is not null;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "string", ["pattern"] = "^every " };

    public static ReviewSchedule.Weekly? ReadWeekly(string text, string timeZone)
    {
        if (Weekly.Match(text) is not { Success: true } match) return null;
        return TryTime(match.Groups["time"].Value, out var time) && DaysOf(match.Groups["days"].Value) is { } days ? new(days, time, timeZone) : null;
    }

    public static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>The days that words such as <c>weekday</c> or <c>monday and friday</c> name; null when one is no day.</summary>
    public static ImmutableArray<DayOfWeek>? DaysOf(string text)
    {
        var days = new HashSet<DayOfWeek>();
        foreach (var word in Between.Split(text))
        {
            if (word == "day") days.UnionWith(Enum.GetValues<DayOfWeek>());
            else if (word == "weekday") days.UnionWith([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]);
            else if (Enum.TryParse<DayOfWeek>(word, ignoreCase: true, out var day)) days.Add(day);
            else return null;
        }

        return [.. days.Order()];
    }

    private static ReviewSchedule.Cadence? ReadCadence(string text)
    {
        var parts = ImmutableArray.CreateBuilder<CadencePart>();
        if (text.Length > LongestText) return null;
        var texts = Then.Split(text);
        for (var i = 0; i < texts.Length; i++)
        {
            if (Part.Match(texts[i]) is not { Success: true } match || !Span.TryParse(match.Groups["every"].Value, out var every)) return null;
            TimeSpan? length = null;
            if (match.Groups["for"].Success)
            {
                if (!Span.TryParse(match.Groups["for"].Value, out var span)) return null;
                length = span;
            }

            if (length is null != (i == texts.Length - 1)) return null;
            parts.Add(new(every, length));
        }

        return new(parts.ToImmutable());
    }
}
