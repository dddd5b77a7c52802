using Rollouts.Engine;

namespace Rollouts.Cli.Pages;

/// <summary>What reading a plan found, each finding with its line and a mark under the place.</summary>
internal static class CheckPage
{
    private const int WidestSource = 120;

    public static Page Of(string file, string source, PlanReading reading)
    {
        var page = new Page();
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        var (errors, warnings) = reading switch
        {
            PlanReading.Sound sound => ([], sound.Warnings),
            PlanReading.Faulty faulty => (faulty.Errors, faulty.Warnings),
            _ => throw new InvalidOperationException("unknown reading"),
        };
        foreach (var error in errors) Finding(page, Phrase.Of($"[red]error[/]"), error, lines);
        foreach (var warning in warnings) Finding(page, Phrase.Of($"[yellow]warning[/]"), warning, lines);
        return page.Line(reading is PlanReading.Sound fine
            ? Phrase.Of($"{file}: [green]fine[/], plan {fine.Plan.Name}, {Count(fine.Plan.Phases.Length, "phase")}{(warnings.IsEmpty ? "" : ", " + Count(warnings.Length, "warning"))}")
            : Phrase.Of($"{file}: [red]{Count(errors.Length, "error")}[/]{(warnings.IsEmpty ? "" : ", " + Count(warnings.Length, "warning"))}"));
    }

    private static void Finding(Page page, Phrase kind, PlanError found, string[] lines)
    {
        page.Line(Phrase.Of($"[bold]{found.File}:{found.Line}:{found.Column}:[/] {kind}: {found.Message}{(found.Hint is null ? "" : $" ({found.Hint})")}"));
        if (found.Line < 1 || found.Line > lines.Length || found.Column < 1) return;
        var (source, column) = Shown(lines[found.Line - 1], found.Column);
        var gutter = FormattableString.Invariant($"{found.Line,5} | ");
        page.Line(Phrase.Of($"[grey]{gutter}[/]{source}"));
        page.Line(Phrase.Of($"[grey]{new string(' ', gutter.Length - 2)}| [/]{new string(' ', column - 1)}[red]^[/]"));
    }

    /// <summary>The line, cut to what fits around the column; tabs count as one space, as columns count them.</summary>
    private static (string Source, int Column) Shown(string line, int column)
    {
        column = Math.Min(column, line.Length + 1);
        if (line.Length <= WidestSource) return (line, column);
        var from = Math.Clamp(column - WidestSource / 2, 0, line.Length - WidestSource);
        return (line.Substring(from, WidestSource), column - from);
    }

    private static string Count(int count, string what) => FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");
}
