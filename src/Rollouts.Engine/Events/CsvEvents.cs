using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>Events as CSV: a header with <c>id</c>, <c>at</c> and <c>name</c>, and a column for each field.</summary>
internal static partial class CsvEvents
{
    [GeneratedRegex(@"^-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?$", RegexOptions.NonBacktracking)]
    private static partial Regex JsonNumber { get; }

    public static IEnumerable<EventFound> Read(ReadOnlyMemory<byte> body)
    {
        var content = body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        if (RequestBody.Utf8(content.ToArray()) is not { } text)
        {
            yield return new(1, null, "the body is not UTF-8 text");
            yield break;
        }

        string[]? header = null;
        foreach (var record in CsvText.Read(text))
        {
            if (record.Fault is { } fault)
            {
                yield return new(record.Line, null, fault);
                yield break;
            }

            if (header is null)
            {
                header = [.. record.Cells.Select(cell => cell.Trim())];
                if (HeaderFault(header) is not { } wrong) continue;
                yield return new(record.Line, null, wrong);
                yield break;
            }

            yield return record.Cells.Length != header.Length
                ? new(record.Line, null, FormattableString.Invariant($"it has {record.Cells.Length} cells, and the header has {header.Length}"))
                : new(record.Line, Draft(header, record.Cells), null);
        }
    }

    private static string? HeaderFault(string[] header)
    {
        foreach (var needed in new[] { EventRules.Id, EventRules.At, EventRules.Name })
            if (!header.Contains(needed)) return $"the header has no column '{needed}'";
        return Array.Exists(header, cell => cell.Length == 0) ? "the header has a column without a name" : null;
    }

    private static EventDraft Draft(string[] header, string[] cells)
    {
        var draft = new EventDraft();
        for (var i = 0; i < header.Length; i++)
            if (cells[i].Length > 0) draft.Add(new(header[i], ValueOf(cells[i])));
        return draft;
    }

    /// <summary>What JSON would not write as a number, such as 007, stays a text.</summary>
    private static EventValue ValueOf(string cell) =>
        JsonNumber.IsMatch(cell) ? EventValue.Of(double.Parse(cell, CultureInfo.InvariantCulture)) : EventValue.Of(cell);
}
