using System.Globalization;

namespace Rollouts.Engine;

/// <summary>What makes an event: its id, name and time, within bounds.</summary>
internal static class EventRules
{
    public const string Id = "id";
    public const string At = "at";
    public const string Name = "name";

    private const int LongestId = 200;
    private const int LongestName = 100;
    private const int LongestText = 1000;
    private const int MostFields = 50;

    /// <summary>Events are kept as long as samples are.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz"];

    /// <summary>Null when it is an event that may come in now; else what is wrong with it.</summary>
    public static string? Fault(EventDraft draft, DateTimeOffset now)
    {
        if (Fault(draft) is { } fault) return fault;
        var time = TimeOf(draft[At]!.Value)!.Value;
        if (time > now + Skew) return FormattableString.Invariant($"'at' is {time:u}, in the future: it is {now:u} here");
        return time < now - Retention ? FormattableString.Invariant($"'at' is {time:u}: events are kept for {Retention.TotalDays:0} days") : null;
    }

    /// <summary>Null when it is an event of whatever time.</summary>
    public static string? Fault(EventDraft draft)
    {
        if (Long(draft, Id, LongestId) is { } id) return id;
        if (Long(draft, Name, LongestName) is { } name) return name;
        if (draft[At] is not { } at) return "it has no 'at': when it happened, such as 2026-05-04T09:30:00Z";
        if (TimeOf(at) is null) return $"'at' is '{Short(at.Text)}', not a time with its offset such as 2026-05-04T09:30:00Z";
        if (draft.Count - 3 > MostFields) return FormattableString.Invariant($"it has {draft.Count - 3} fields; at most {MostFields} are read");
        foreach (var (field, value) in draft)
        {
            if (field.Length is 0 or > LongestName) return $"a field's name has 1 to {LongestName} characters, not '{Short(field)}'";
            if (value.Text.Length > LongestText) return FormattableString.Invariant($"'{Short(field)}' has {value.Text.Length} characters; at most {LongestText} are read");
        }

        var twice = draft.CountBy(each => each.Key, StringComparer.Ordinal).FirstOrDefault(each => each.Value > 1).Key;
        return twice is null ? null : $"it has '{Short(twice)}' twice";
    }

    public static RawEvent Make(EventDraft draft) => new(
        draft[Id]!.Value.Text, TimeOf(draft[At]!.Value)!.Value, draft[Name]!.Value.Text,
        [.. draft.Where(each => each.Key is not (Id or At or Name))]);

    private static string? Long(EventDraft draft, string field, int longest) =>
        draft[field] is not { Text.Length: > 0 } value ? $"it has no '{field}'"
        : value.Text.Length > longest ? FormattableString.Invariant($"its '{field}' has {value.Text.Length} characters; at most {longest} are read")
        : null;

    private static DateTimeOffset? TimeOf(EventValue value) =>
        HasOffset(value.Text) && DateTimeOffset.TryParseExact(value.Text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>A time without its offset would be taken for that of whatever machine reads it.</summary>
    private static bool HasOffset(string text) => text is [.., 'Z'] or [.., '+' or '-', _, _, ':', _, _];

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
