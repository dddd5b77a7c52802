using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts.Engine;

/// <summary>A row of the tracking board: one review of one track.</summary>
/// <param name="Track">The member, or the phase where the whole launch was reviewed.</param>
/// <param name="IsMember">It is about one member (a cohort, a community), not the launch as a whole.</param>
/// <param name="Status">Pass, Conditional, Fail or Pending.</param>
/// <param name="Notes">Accepted mitigations and what failed, in words.</param>
public sealed record BoardRow(DateTimeOffset At, string Track, bool IsMember, ImmutableArray<CriterionLine> Lines, string Status, string Notes)
{
    /// <summary>The change of the plan since when its criteria are what they are; null for those that the launch began with.</summary>
    public ChangedCriteria? Changed { get; init; }
}

/// <summary>A change of the plan by which gates ask something else than before.</summary>
public sealed record ChangedCriteria(DateTimeOffset At, string By, string Reason);

/// <summary>The tracking board: every scheduled review as the journal holds it, by time and track.</summary>
public static class Board
{
    private const int Most = 400;

    public static ImmutableArray<BoardRow> Rows(IEnumerable<DecidedEntry> history)
    {
        var rows = ImmutableArray.CreateBuilder<BoardRow>();
        var mitigations = new Dictionary<string, List<RolloutEvent.MitigationAccepted>>(StringComparer.Ordinal);
        var members = new HashSet<string>(StringComparer.Ordinal);
        ChangedCriteria? changed = null;
        foreach (var (plan, entry, after) in history)
        foreach (var happened in entry.Events)
        {
            switch (happened)
            {
                case RolloutEvent.MemberAdmitted admitted:
                    members.Add(admitted.Member);
                    break;
                case RolloutEvent.MitigationAccepted accepted:
                    if (!mitigations.TryGetValue(accepted.Gate, out var notes)) mitigations[accepted.Gate] = notes = [];
                    notes.Add(accepted);
                    break;
                case RolloutEvent.ReviewHeld held:
                    var row = new BoardRow(entry.Input.At, TrackOf(held.Gate), members.Contains(TrackOf(held.Gate)), held.Lines, StatusOf(held.Status), NotesOf(held, mitigations.GetValueOrDefault(held.Gate))) { Changed = changed };
                    if (held.Amends && LastOf(rows, row.Track) is { } earlier) rows[earlier] = row with { At = rows[earlier].At };
                    else rows.Add(row);
                    break;
                case RolloutEvent.PlanAmended amended when !Asked(plan).SequenceEqual(Asked(after)):
                    changed = new(entry.Input.At, amended.By, amended.Reason);
                    break;
            }
        }

        return [.. rows.TakeLast(Most)];
    }

    /// <summary>The board as Markdown: a table for each set of criteria, with a column for each criterion.</summary>
    public static string Markdown(string title, IReadOnlyCollection<BoardRow> rows)
    {
        var text = new System.Text.StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {title}: tracking board\n");
        foreach (var group in Groups(rows))
        {
            var headers = Headers(group).Select(Cell).ToArray();
            if (group.First().Changed is { } changed) text.Append(CultureInfo.InvariantCulture, $"\nBy the criteria since {changed.At:yyyy-MM-dd}, changed by {Cell(changed.By)}: {Cell(changed.Reason)}\n");
            text.Append(CultureInfo.InvariantCulture, $"\n| {string.Join(" | ", headers)} |\n");
            text.Append(CultureInfo.InvariantCulture, $"|---|---|{string.Concat(Enumerable.Repeat("---:|", headers.Length - 4))}---|---|\n");
            foreach (var row in group)
                text.Append(CultureInfo.InvariantCulture, $"| {row.At:yyyy-MM-dd} | {Cell(row.Track)} | {string.Concat(Columns(row).Select(line => Value(line) + " | "))}{row.Status} | {Cell(row.Notes)} |\n");
        }

        if (rows.Count == 0) text.Append("\nNo review was held yet.\n");
        return text.ToString();
    }

    /// <summary>The rows that share their columns, and what these ask for.</summary>
    public static IEnumerable<IGrouping<string, BoardRow>> Groups(IReadOnlyCollection<BoardRow> rows) =>
        rows.GroupBy(row => $"{row.IsMember}\n{row.Changed?.At.UtcTicks}\n{string.Join('\n', row.Lines.Select(line => line.Key))}", StringComparer.Ordinal);

    /// <summary>The columns of a group: a criterion each, between what was reviewed and what came of it.</summary>
    public static IEnumerable<string> Headers(IEnumerable<BoardRow> group)
    {
        var first = group.First();
        return ["Week of", first.IsMember ? "Cohort" : "Phase", .. Columns(first).Select(line => line.Key), "Gate status", "Notes"];
    }

    /// <summary>The lines of a row that are a column. That a day has to come is nothing that was measured: it is noted while it has not.</summary>
    public static IEnumerable<CriterionLine> Columns(BoardRow row) => row.Lines.Where(line => !IsOfTime(line));

    private static bool IsOfTime(CriterionLine line) =>
        CriterionText.LooksLikeOne(line.Rule) && CriterionText.Read(line.Rule) is CriterionReading.Understood { Criterion: Criterion.OfDate or Criterion.OfElapsed };

    private static IEnumerable<(string, string, string)> Asked(Plan plan) =>
        plan.AllGates().SelectMany(gate => gate.Criteria.Select(criterion => (gate.Name, criterion.Key, criterion.Rule)));

    private static int? LastOf(ImmutableArray<BoardRow>.Builder rows, string track)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
            if (rows[i].Track == track) return i;
        return null;
    }

    private static string TrackOf(string gate) => gate.LastIndexOf('#') is > 0 and var at ? gate[..at] : gate;

    private static string StatusOf(string status) => status is nameof(GateStatus.CriticalMissed) or nameof(GateStatus.TooManyMissed) ? "Fail" : status;

    /// <summary>What was missed, and the mitigation accepted for it; and the day that has not come.</summary>
    private static string NotesOf(RolloutEvent.ReviewHeld held, List<RolloutEvent.MitigationAccepted>? mitigations) => string.Join("; ", held.Lines
        .Where(line => line.Verdict == Verdict.Missed)
        .Select(line => $"{line.Key} missed{(line.Critical ? ", critical" : "")}"
            + (mitigations?.LastOrDefault(each => each.Criterion == line.Key) is { } accepted ? $": {accepted.Reason} ({accepted.By})" : ""))
        .Concat(held.Lines.Where(line => line.Verdict == Verdict.NoData && IsOfTime(line)).Select(line => $"{line.Key}: {line.Because}")));

    /// <summary>A criterion's value, so that the row reads without knowing the thresholds; a dash where there is nothing to show.</summary>
    public static string Shown(CriterionLine line) => line.Verdict switch
    {
        Verdict.NotDue => "not due",
        Verdict.NoData => "-",
        Verdict.Error => "error",
        _ => Short(line),
    };

    private static string Value(CriterionLine line) => line.Verdict == Verdict.Missed ? $"**{Cell(Shown(line))}**" : Cell(Shown(line));

    private static string Short(CriterionLine line) =>
        line.Value is null ? line.Verdict.ToString().ToLowerInvariant() : line.Because.Split([',', '('], 2)[0].Split(" over ")[0].Split(" since ")[0].Split(" now")[0].Trim();

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
