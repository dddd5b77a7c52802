using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A line of an export: a reading with its verdict, something that was asked, or something that happened.</summary>
/// <param name="Seq">The journal's entry.</param>
/// <param name="Kind"><c>reading</c>, <c>input</c> or <c>event</c>.</param>
/// <param name="Key">A reading's gate or trigger and criterion; else the type of the input or event, as the journal names it.</param>
/// <param name="Text">Why the verdict is what it is; whether an input was accepted; what an event says, as JSON, a phase with its title.</param>
/// <param name="Plan">The hash of the plan that decided it.</param>
public sealed record ExportRow(
    DateTimeOffset At, long Seq, string Kind, string Key, string Rule, string Verdict, double? Value, double? Samples, string By, string Text, string Plan);

/// <summary>The history of a launch as a table, a day of its plan's time zone or the whole: for notes, spreadsheets and archives.</summary>
public static class DayExport
{
    private static readonly string[] Columns = ["at", "seq", "kind", "key", "rule", "verdict", "value", "samples", "by", "text", "plan"];

    /// <param name="day">Null for every day.</param>
    public static ImmutableArray<ExportRow> Rows(IEnumerable<DecidedEntry> history, DateOnly? day) =>
        [.. history.Where(decided => day is null || DayOf(decided) == day).SelectMany(RowsOf)];

    /// <summary>RFC 4180 with a header. A text that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    public static string Csv(IEnumerable<ExportRow> rows)
    {
        var text = new StringBuilder(string.Join(',', Columns)).Append("\r\n");
        foreach (var row in rows)
        {
            string[] cells =
            [
                Time(row.At), row.Seq.ToString(CultureInfo.InvariantCulture), row.Kind, row.Key, row.Rule, row.Verdict, Number(row.Value), Number(row.Samples), row.By, row.Text, row.Plan,
            ];
            text.AppendJoin(',', cells.Select((cell, column) => CsvText.Quoted(column is 6 or 7 ? cell : Harmless(cell)))).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>An object on each line.</summary>
    public static string JsonLines(IEnumerable<ExportRow> rows) => string.Concat(rows.Select(row => JsonSerializer.Serialize(row, EntryChain.Json) + "\n"));

    private static DateOnly DayOf(DecidedEntry decided) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(decided.Entry.Input.At, TimeZoneInfo.FindSystemTimeZoneById(decided.Plan.TimeZone)).DateTime);

    private static IEnumerable<ExportRow> RowsOf(DecidedEntry decided)
    {
        var (plan, entry, _) = decided;
        var refused = (entry.Outcome as Outcome.Refused)?.Reason;
        if (refused is not null || entry.Input is not Input.Evaluate && !entry.Input.By.IsSystem)
            yield return Row(decided, "input", TypeOf(JsonSerializer.SerializeToNode(entry.Input, EntryChain.Json)!), refused is null ? "accepted" : "refused: " + refused);
        foreach (var happened in entry.Events)
        {
            foreach (var (key, line) in LinesOf(happened))
                yield return new(entry.Input.At, entry.Seq, "reading", key, line.Rule, line.Verdict.ToString(), line.Value, line.Samples, "", line.Because, plan.Hash);
            if (happened is RolloutEvent.VerdictChanged or RolloutEvent.DigestTaken) continue;
            var json = JsonSerializer.SerializeToNode(happened, EntryChain.Json)!.AsObject();
            var type = TypeOf(json);
            json.Remove("type");
            json.Remove("lines");
            if (PhaseOf(happened) is { } phase) json["title"] = $"{plan.Phases[phase].Name} {plan.Phases[phase].Title}".TrimEnd();
            yield return Row(decided, "event", type, json.ToJsonString(EntryChain.Json));
        }
    }

    private static IEnumerable<(string Key, CriterionLine Line)> LinesOf(RolloutEvent happened) => happened switch
    {
        RolloutEvent.VerdictChanged e => [(e.Key, e.Line)],
        RolloutEvent.DigestTaken e => e.Lines.Select(line => (line.Key, line.Value)),
        RolloutEvent.GatePassed e => e.Lines.Select(line => ($"{e.Gate}/{line.Key}", line)),
        RolloutEvent.GateFailed e => e.Lines.Select(line => ($"{e.Gate}/{line.Key}", line)),
        RolloutEvent.ReviewHeld e => e.Lines.Select(line => ($"{e.Gate}/{line.Key}", line)),
        RolloutEvent.TriggerFired e => [(e.Trigger, e.Line)],
        _ => [],
    };

    private static int? PhaseOf(RolloutEvent happened) => happened switch
    {
        RolloutEvent.PhaseEntered e => e.Phase,
        RolloutEvent.StepEntered e => e.Phase,
        RolloutEvent.StepStarted e => e.Phase,
        RolloutEvent.PhaseOverdue e => e.Phase,
        RolloutEvent.MemberAdmitted e => e.Phase,
        _ => null,
    };

    private static ExportRow Row(DecidedEntry decided, string kind, string key, string text) =>
        new(decided.Entry.Input.At, decided.Entry.Seq, kind, key, "", "", null, null, decided.Entry.Input.By.Id, text, decided.Plan.Hash);

    private static string TypeOf(JsonNode json) => json["type"]!.GetValue<string>();

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    private static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Harmless(string cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' ? "'" + cell : cell;
}
