using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Cli.Pages;

/// <summary>A table for a terminal: names and words stay whole, sentences and times wrap. Where there is no room for that, aligned lines that the terminal wraps.</summary>
internal static class RichTable
{
    private const int NeverWrapped = 20;

    /// <summary>A column of sentences narrower than this is no longer readable.</summary>
    private const int NarrowestSentence = 16;

    public static IRenderable Of(string[] headers, Phrase[][] rows, int indent, int width)
    {
        Phrase[][] all = headers.Length == 0 ? rows : [[.. headers.Select(header => Phrase.Of($"[bold]{header}[/]"))], .. rows];
        var columns = Page.Columns(all);
        var least = columns.Sum(column => (column <= NeverWrapped ? column : NarrowestSentence) + 2);
        if (indent + least > width) return new Rows(all.Select(row => new Markup(Page.Aligned(row, columns, indent).Rich)));

        var table = new Table { Border = headers.Length > 0 ? TableBorder.Simple : TableBorder.None, ShowHeaders = headers.Length > 0 };
        for (var column = 0; column < columns.Length; column++)
            table.AddColumn(new TableColumn(new Markup(headers.Length > 0 ? all[0][column].Rich : " ")) { NoWrap = columns[column] <= NeverWrapped });
        foreach (var row in rows) table.AddRow(row.Select(cell => new Markup(cell.IsEmpty ? " " : cell.Rich)));
        return new Padder(table, new(indent, 0, 0, 0));
    }
}
