using System.Text;

namespace Rollouts.Engine;

/// <summary>A record of a CSV text.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Fault">What is wrong with it; nothing can be read after it.</param>
internal readonly record struct CsvRecord(int Line, string[] Cells, string? Fault);

/// <summary>CSV as RFC 4180 has it, with line feeds alone too; empty lines are left out.</summary>
internal static class CsvText
{
    public static IEnumerable<CsvRecord> Read(string text)
    {
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var began = line;
            var cells = new List<string>();
            string? fault;
            bool more;
            do
            {
                (var cell, fault, more) = Cell(text, ref at, ref line);
                cells.Add(cell);
            }
            while (fault is null && more);

            if (fault is null && cells is [""]) continue;
            yield return new(began, [.. cells], fault);
            if (fault is not null) yield break;
        }
    }

    /// <summary>The text with quotes around it where it needs them.</summary>
    public static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static (string Cell, string? Fault, bool More) Cell(string text, ref int at, ref int line)
    {
        if (at < text.Length && text[at] == '"')
        {
            var (quoted, fault) = InQuotes(text, ref at, ref line);
            if (fault is not null) return (quoted, fault, false);
            return At(text, at) is '\0' or ',' or '\n' or '\r'
                ? (quoted, null, Ended(text, ref at, ref line))
                : (quoted, "something follows a closing quote; a quote inside quotes is written twice", false);
        }

        var end = text.AsSpan(at).IndexOfAny(",\n") is >= 0 and var found ? at + found : text.Length;
        var cell = text[at..end].TrimEnd('\r');
        at = end;
        return cell.Contains('"', StringComparison.Ordinal)
            ? (cell, "a quote stands inside a cell that does not begin with one", false)
            : (cell, null, Ended(text, ref at, ref line));
    }

    private static (string Cell, string? Fault) InQuotes(string text, ref int at, ref int line)
    {
        var cell = new StringBuilder();
        while (true)
        {
            var end = text.IndexOf('"', ++at);
            if (end < 0) return ("", "a quote is opened and never closed");
            cell.Append(text, at, end - at);
            line += text.AsSpan(at, end - at).Count('\n');
            at = end + 1;
            if (At(text, at) != '"') return (cell.ToString(), null);
            cell.Append('"');
        }
    }

    /// <summary>Steps over what ends a cell; true when the record goes on.</summary>
    private static bool Ended(string text, ref int at, ref int line)
    {
        if (At(text, at) == '\r') at++;
        if (At(text, at) == '\n') line++;
        return At(text, at++) == ',';
    }

    private static char At(string text, int at) => at < text.Length ? text[at] : '\0';
}
