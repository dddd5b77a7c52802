using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts.Engine;

/// <summary>A row of the tracking board: one review of one track.</summary>
/// <param name="Track">The member, or the phase where the whole launch was reviewed.</param>
/// <param name="Status">Pass, Conditional, Fail or Pending.</param>
/// <param name="Notes">Accepted mitigations and what failed, in words.</param>
public sealed record BoardRow(DateTimeOffset At, string Track, ImmutableArray<CriterionLine> Lines, string Status, string Notes);

/// <summary>The tracking board: every scheduled review as the journal holds it, by time and track.</summary>
public static class Board
{
    private const int Most = 400;

    public static ImmutableArray<BoardRow> Rows(IEnumerable<Entry> journal)
    {
        var rows = ImmutableArray.CreateBuilder<BoardRow>();
        var mitigations = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var entry in journal)
        foreach (var happened in entry.Events)
        {
            switch (happened)
            {
                case RolloutEvent.MitigationAccepted accepted:
                    if (!mitigations.TryGetValue(accepted.Gate, out var notes)) mitigations[accepted.Gate] = notes = [];
                    notes.Add($"{accepted.Criterion}: {accepted.Reason} ({accepted.By})");
                    break;
                case RolloutEvent.ReviewHeld held:
                    var row = new BoardRow(entry.Input.At, TrackOf(held.Gate), held.Lines, StatusOf(held.Status), NotesOf(held, mitigations.GetValueOrDefault(held.Gate)));
                    if (held.Amends && LastOf(rows, row.Track) is { } earlier) rows[earlier] = row with { At = rows[earlier].At };
                    else rows.Add(row);
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
        foreach (var group in rows.GroupBy(row => string.Join('\n', row.Lines.Select(line => line.Key))))
        {
            var keys = group.First().Lines.Select(line => line.Key).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"\n| Week of | Track | {string.Join(" | ", keys.Select(Cell))} | Gate status | Notes |\n");
            text.Append(CultureInfo.InvariantCulture, $"|---|---|{string.Concat(keys.Select(_ => "---:|"))}---|---|\n");
            foreach (var row in group)
                text.Append(CultureInfo.InvariantCulture, $"| {row.At:yyyy-MM-dd} | {Cell(row.Track)} | {string.Join(" | ", row.Lines.Select(Value))} | {row.Status} | {Cell(row.Notes)} |\n");
        }

        if (rows.Count == 0) text.Append("\nNo review was held yet.\n");
        return text.ToString();
    }

    private static int? LastOf(ImmutableArray<BoardRow>.Builder rows, string track)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
            if (rows[i].Track == track) return i;
        return null;
    }

    private static string TrackOf(string gate) => gate.LastIndexOf('#') is > 0 and var at ? gate[..at] : gate;

    private static string StatusOf(string status) => status is nameof(GateStatus.CriticalMissed) or nameof(GateStatus.TooManyMissed) ? "Fail" : status;

    private static string NotesOf(RolloutEvent.ReviewHeld held, List<string>? mitigations)
    {
        var missed = held.Lines.Where(line => line.Verdict == Verdict.Missed).Select(line => $"{line.Key} missed{(line.Critical ? ", critical" : "")}");
        return string.Join("; ", missed.Concat(mitigations ?? []));
    }

    /// <summary>Verdict first, so that the row reads without knowing the thresholds; a dash where there is nothing to show.</summary>
    private static string Value(CriterionLine line) => line.Verdict switch
    {
        Verdict.NotDue => "not due",
        Verdict.NoData => "-",
        Verdict.Error => "error",
        _ => (line.Verdict == Verdict.Missed ? "**" : "") + Cell(Short(line)) + (line.Verdict == Verdict.Missed ? "**" : ""),
    };

    private static string Short(CriterionLine line) =>
        line.Value is null ? line.Verdict.ToString().ToLowerInvariant() : line.Because.Split([',', '('], 2)[0].Split(" over ")[0].Split(" since ")[0].Trim();

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
