using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Cli.Pages;

/// <summary>What a verb shows: lines and tables, in colour for a terminal or as plain text with aligned columns.</summary>
internal sealed class Page
{
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

    /// <param name="width">Of the terminal, in columns.</param>
    public IRenderable ToRich(int width) => new Rows(blocks.Select<Block, IRenderable>(block => block switch
    {
        Block.Line line => new Markup(line.Text.IsEmpty ? " " : line.Text.Rich),
        Block.Table table => RichTable.Of(table.Headers, table.Rows, table.Indent, width),
        _ => throw new InvalidOperationException("unknown block"),
    }));

    private static void Append(StringBuilder text, Block.Table table)
    {
        List<Phrase[]> rows = [.. table.Rows];
        if (table.Headers.Length > 0) rows.Insert(0, [.. table.Headers.Select(header => (Phrase)header.ToUpperInvariant())]);
        var columns = Columns(rows);
        foreach (var row in rows) text.Append(Aligned(row, columns, table.Indent).Plain.TrimEnd()).Append('\n');
    }

    /// <summary>The width of each column: that of its longest cell.</summary>
    internal static int[] Columns(IReadOnlyCollection<Phrase[]> rows) =>
        [.. Enumerable.Range(0, rows.Max(row => row.Length)).Select(column => rows.Max(row => column < row.Length ? row[column].Plain.Length : 0))];

    internal static Phrase Aligned(Phrase[] row, int[] columns, int indent) => Phrase.Of(
        $"{new string(' ', indent)}{Phrase.Join("  ", row.Select((cell, column) => Phrase.Of($"{cell}{new string(' ', columns[column] - cell.Plain.Length)}")))}");
}
