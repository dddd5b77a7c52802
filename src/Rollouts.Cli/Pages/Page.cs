using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Cli.Pages;

/// <summary>What a verb shows: lines and tables, in colour for a terminal or as plain text with aligned columns.</summary>
internal sealed class Page
{
    /// <summary>Columns of names and words stay whole on a narrow terminal; sentences wrap.</summary>
    private const int NeverWrapped = 24;

    private readonly List<Block> blocks = [];

    private abstract record Block
    {
        public sealed record Line(Phrase Text) : Block;

        /// <param name="Headers">Empty for facts in columns, without headers and border.</param>
        public sealed record Table(string[] Headers, Phrase[][] Rows, int Indent) : Block;
    }

    public Page Line(Phrase text = default)
    {
        blocks.Add(new Block.Line(text));
        return this;
    }

    /// <summary>A table with headers.</summary>
    public Page Table(string[] headers, IEnumerable<Phrase[]> rows)
    {
        blocks.Add(new Block.Table(headers, [.. rows], 0));
        return this;
    }

    /// <summary>Facts in columns; nothing where there are none.</summary>
    public Page Columns(IEnumerable<Phrase[]> rows, int indent = 2)
    {
        Phrase[][] all = [.. rows];
        if (all.Length > 0) blocks.Add(new Block.Table([], all, indent));
        return this;
    }

    public string ToPlain()
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            if (block is Block.Line line) text.Append(line.Text.Plain.TrimEnd()).Append('\n');
            if (block is Block.Table table) Append(text, table);
        }

        return text.ToString();
    }

    public IRenderable ToRich() => new Rows(blocks.Select<Block, IRenderable>(block => block switch
    {
        Block.Line line => new Markup(line.Text.IsEmpty ? " " : line.Text.Rich),
        Block.Table table => Rich(table),
        _ => throw new InvalidOperationException("unknown block"),
    }));

    private static void Append(StringBuilder text, Block.Table table)
    {
        List<string[]> rows = [.. table.Rows.Select(row => row.Select(cell => cell.Plain).ToArray())];
        if (table.Headers.Length > 0) rows.Insert(0, [.. table.Headers.Select(header => header.ToUpperInvariant())]);
        int[] widths = [.. Enumerable.Range(0, rows.Max(row => row.Length)).Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0))];
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => cell.PadRight(widths[column]));
            text.Append((new string(' ', table.Indent) + string.Join("  ", cells)).TrimEnd()).Append('\n');
        }
    }

    private static Padder Rich(Block.Table table)
    {
        var rich = new Table { Border = table.Headers.Length > 0 ? TableBorder.Rounded : TableBorder.None, ShowHeaders = table.Headers.Length > 0 };
        var width = table.Rows.Select(row => row.Length).Append(table.Headers.Length).Max();
        for (var column = 0; column < width; column++)
        {
            var longest = table.Rows.Max(row => column < row.Length ? row[column].Plain.Length : 0);
            rich.AddColumn(new TableColumn(new Markup(column < table.Headers.Length ? $"[bold]{Markup.Escape(table.Headers[column])}[/]" : " ")) { NoWrap = longest <= NeverWrapped });
        }

        foreach (var row in table.Rows)
            rich.AddRow(row.Select(cell => new Markup(cell.IsEmpty ? " " : cell.Rich)));
        return new Padder(rich, new(table.Indent, 0, 0, 0));
    }
}
