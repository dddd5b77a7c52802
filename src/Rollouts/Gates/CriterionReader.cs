using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts;

/// <summary>Reads one criterion, from left to right; the first thing that does not fit is the fault.</summary>
internal static partial class CriterionReader
{
    private const string Spans = "write a duration above zero such as 15m, 4h or 7d";
    private const string Example = "a criterion is written like 'error_rate over 15m < 5%'; a checklist item that contains such signs is written { item: … }";

    [GeneratedRegex(@"^\s*alert\s+(?<name>.+?)(?:\s+of\s+severity\s+(?<severity>\S+))?\s+(?<state>clear|firing)(?:\s+for\s+(?<span>.+))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Alert { get; }

    [GeneratedRegex(@"^\s*incident\s+(?<name>\S+)\s+open\s+for\s+(?<longer>more\s+than\s+)?(?<span>.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Incident { get; }

    [GeneratedRegex(@"^\s*flag\s+(?<name>\S+)\s+(?<state>on|off)$", RegexOptions.NonBacktracking)]
    private static partial Regex Flag { get; }

    [GeneratedRegex(@"^\s*drill\s+(?<name>\S.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Drill { get; }

    [GeneratedRegex(@"^\s*every\s+active\s+track\s+passes$", RegexOptions.NonBacktracking)]
    private static partial Regex EveryTrack { get; }

    [GeneratedRegex(@"^\s*track\s+(?<name>\S+)\s+passes$", RegexOptions.NonBacktracking)]
    private static partial Regex Track { get; }

    [GeneratedRegex(@"^\s*same\s+evidence\s*:\s*(?<items>\S.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex SameEvidence { get; }

    [GeneratedRegex(@"^\s*elapsed\s+in\s+(?<since>phase|step|launch)\s*>=\s*(?<span>.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Elapsed { get; }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z_][A-Za-z0-9_.:-]*)\s*(?:\((?<of>[^()]*)\))?(?:\s+over\s+(?<over>.+))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Left { get; }

    [GeneratedRegex("<=|>=|==|!=|<|>|≤|≥|=", RegexOptions.NonBacktracking)]
    private static partial Regex Sign { get; }

    [GeneratedRegex(@"^(?<factor>[0-9]{1,9}(?:\.[0-9]{1,9})?)x\s+(?<name>[A-Za-z_][A-Za-z0-9_.:-]*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Multiple { get; }

    public static CriterionReading Read(string text)
    {
        var trimmed = text.TrimEnd();
        return (trimmed.TrimStart() + " ").Split(' ')[0] switch
        {
            "alert" => ReadAlert(trimmed),
            "flag" => Flag.Match(trimmed) is { Success: true } flag
                ? Is(new Criterion.OfFlag(flag.Groups["name"].Value, flag.Groups["state"].Value == "on"))
                : Not(Start(text), "this does not say which flag is on or off", "write 'flag NAME on' or 'flag NAME off'; a checklist item is written { item: … }"),
            "drill" => Drill.Match(trimmed) is { Success: true } drill
                ? Is(new Criterion.OfDrill(drill.Groups["name"].Value))
                : Not(Start(text), "this does not say which drill must have passed", "write 'drill NAME'"),
            "every" when CriterionText.LooksLikeOne(trimmed) => EveryTrack.IsMatch(trimmed)
                ? Is(new Criterion.OfEveryTrack())
                : Not(Start(text), "this is no criterion", "write 'every active track passes'"),
            "track" when CriterionText.LooksLikeOne(trimmed) => Track.Match(trimmed) is { Success: true } track
                ? Is(new Criterion.OfTrack(track.Groups["name"].Value))
                : Not(Start(text), "this does not say which track must pass", "write 'track NAME passes'"),
            "same" when CriterionText.LooksLikeOne(trimmed) => ReadSameEvidence(trimmed),
            "elapsed" => ReadElapsed(trimmed),
            "incident" when CriterionText.LooksLikeOne(trimmed) => ReadIncident(trimmed),
            "from" when CriterionText.LooksLikeOne(trimmed) => ReadDate(trimmed),
            _ => ReadComparison(trimmed),
        };
    }

    private static CriterionReading ReadAlert(string text)
    {
        if (Alert.Match(text) is not { Success: true } match)
            return Not(Start(text), "this does not say whether the alert is clear or firing", "write 'alert NAME clear', 'alert NAME clear for 14d' or 'alert NAME firing for 5m'; a checklist item is written { item: … }");
        var held = TimeSpan.Zero;
        if (match.Groups["span"] is { Success: true } span && !Span.TryParse(span.Value, out held)) return NoSpan(span.Index, span.Value);
        return Is(new Criterion.OfAlert(
            match.Groups["name"].Value.Trim(), match.Groups["state"].Value == "firing", held, match.Groups["severity"] is { Success: true } severity ? severity.Value : null));
    }

    private static CriterionReading ReadSameEvidence(string text)
    {
        string[] items = SameEvidence.Match(text) is { Success: true } match
            ? match.Groups["items"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];
        return items.Length > 1
            ? Is(new Criterion.OfEqualEvidence([.. items]))
            : Not(Start(text), "this does not say which items must have the same evidence", "write 'same evidence: ITEM, ITEM' with the ids of checklist items, or with a checksum among them");
    }

    private static CriterionReading ReadElapsed(string text)
    {
        if (Elapsed.Match(text) is not { Success: true } match)
            return Not(Start(text), "this does not say how much time must have passed", "write 'elapsed in phase >= 5d', or step or launch instead of phase");
        return Span.TryParse(match.Groups["span"].Value, out var span)
            ? Is(new Criterion.OfElapsed(match.Groups["since"].Value, span))
            : NoSpan(match.Groups["span"].Index, match.Groups["span"].Value);
    }

    private static CriterionReading ReadIncident(string text)
    {
        if (Incident.Match(text) is not { Success: true } match)
            return Not(Start(text), "this does not say how long the incident must have been open", "write 'incident SEVERITY open for 30m', or 'for more than 30m'; a checklist item is written { item: … }");
        return Span.TryParse(match.Groups["span"].Value, out var span)
            ? Is(new Criterion.OfIncident(match.Groups["name"].Value, span, match.Groups["longer"].Success))
            : NoSpan(match.Groups["span"].Index, match.Groups["span"].Value);
    }

    /// <summary>The day in UTC; the plan's reader puts it into the plan's time zone.</summary>
    private static CriterionReading ReadDate(string text)
    {
        var day = text.Trim()["from ".Length..].Trim();
        return DateTime.TryParseExact(day, ["yyyy-MM-dd", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
            ? Is(new Criterion.OfDate(day, new DateTimeOffset(wall, TimeSpan.Zero)))
            : Not(text.Length - day.Length, $"'{day}' is no day", "write 'from 2026-12-24', or 'from 2026-12-24 18:00'");
    }

    private static CriterionReading ReadComparison(string text)
    {
        if (Sign.Match(text) is not { Success: true } sign) return Not(text.Length, "a comparison is missing", Example);
        if (Comparisons.TryRead(sign.Value) is not { } comparison)
            return Not(sign.Index, $"'{sign.Value}' is no comparison", "write one of < <= == != >= >");
        var before = text[..sign.Index].TrimEnd();
        if (Left.Match(before) is not { Success: true } left)
            return Not(Start(text), $"'{before.Trim()}' is no metric, with or without a window", Example);
        TimeSpan? over = null;
        if (left.Groups["over"] is { Success: true } window)
        {
            if (!Span.TryParse(window.Value, out var span)) return NoSpan(window.Index, window.Value);
            over = span;
        }

        var (after, at) = (text[(sign.Index + sign.Length)..], sign.Index + sign.Length);
        var sustained = TimeSpan.Zero;
        if (after.LastIndexOf(" for ", StringComparison.Ordinal) is var held and >= 0)
        {
            if (!Span.TryParse(after[(held + 5)..].Trim(), out sustained)) return NoSpan(at + held + 5, after[(held + 5)..].Trim());
            after = after[..held];
        }

        at += after.Length - after.TrimStart().Length;
        var threshold = after.Trim();
        return TallyWords.TryRead(left.Groups["name"].Value, out var tally)
            ? ReadTally(tally, left, over, comparison, threshold, at, sustained)
            : ReadThreshold(threshold) is { } limit
                ? Is(new Criterion.OfMetric(left.Groups["name"].Value, Scope(left), over, comparison, limit, sustained))
                : Not(at, threshold.Length == 0 ? "a threshold is missing" : $"'{threshold}' is no threshold", "write a number with its unit (5%, 100K, 5 min, 50 MB), true or false, '1.5x baseline' or '0.9x other_metric'");
    }

    private static CriterionReading ReadTally(
        Tally tally, Match left, TimeSpan? over, Comparison comparison, string threshold, int at, TimeSpan sustained)
    {
        var word = TallyWords.Of(tally);
        if (left.Groups["of"].Success && !TallyWords.HasKinds(tally)) return Not(left.Groups["of"].Index, $"{word} has no kinds", $"write '{word}' alone");
        if (over is not null && !TallyWords.HasWindow(tally))
            return Not(left.Groups["over"].Index, $"{word} is counted as it stands now, not over a time", "leave 'over …' out");
        if (sustained > TimeSpan.Zero && TallyWords.HasWindow(tally))
            return Not(at + threshold.Length, $"{word} is a count: it cannot hold for a time", "leave 'for …' out, or count over a window: " + word + " over 24h");
        return Quantity.TryParse(threshold, out var quantity) && quantity.Unit == Unit.Count
            ? Is(new Criterion.OfTally(tally, left.Groups["of"].Value.Trim(), over, comparison, quantity.Value, sustained))
            : Not(at, $"{word} is compared with a plain number, not '{threshold}'", $"write {word} == 0");
    }

    private static Threshold? ReadThreshold(string text)
    {
        if (Quantity.TryParse(text, out var quantity)) return new Threshold.Absolute(quantity);
        if (Multiple.Match(text) is not { Success: true } match) return null;
        var factor = double.Parse(match.Groups["factor"].Value, CultureInfo.InvariantCulture);
        return match.Groups["name"].Value == "baseline" ? new Threshold.OfBaseline(factor) : new Threshold.OfMetric(factor, match.Groups["name"].Value);
    }

    private static string? Scope(Match left) => left.Groups["of"] is { Success: true } scope && scope.Value.Trim().Length > 0 ? scope.Value.Trim() : null;

    private static int Start(string text) => text.Length - text.TrimStart().Length;

    private static CriterionReading.Understood Is(Criterion criterion) => new(criterion);

    private static CriterionReading.NotUnderstood Not(int offset, string message, string hint) => new(offset, message, hint);

    private static CriterionReading.NotUnderstood NoSpan(int offset, string text) => Not(offset, $"'{text}' is no duration", Spans);
}
