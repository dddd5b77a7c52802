using System.Globalization;
using Rollouts.Engine;

namespace Rollouts.Cli.Pages;

/// <summary>The tracking board for a person at a terminal; elsewhere it is Markdown.</summary>
internal static class BoardPage
{
    public static Page Of(IReadOnlyCollection<BoardRow> rows)
    {
        var page = new Page();
        if (rows.Count == 0) page.Line("no review was held yet");
        foreach (var group in Board.Groups(rows))
            page.Table([.. Board.Headers(group)], group.Select(row => Cells(row).ToArray()));
        return page;
    }

    private static IEnumerable<Phrase> Cells(BoardRow row)
    {
        yield return row.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        yield return row.Track;
        foreach (var line in Board.Columns(row)) yield return line.Verdict == Verdict.Missed ? Phrase.Of($"[red]{Board.Shown(line)}[/]") : (Phrase)Board.Shown(line);
        yield return row.Status switch
        {
            "Pass" => Phrase.Of($"[green]{row.Status}[/]"),
            "Fail" => Phrase.Of($"[red]{row.Status}[/]"),
            _ => Phrase.Of($"[yellow]{row.Status}[/]"),
        };
        yield return row.Notes;
    }
}
