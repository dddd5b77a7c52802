using Rollouts.Simulation;

namespace Rollouts.Cli.Pages;

/// <summary>The story of a launch in virtual time: what, when and why; then its charts.</summary>
internal static class StoryPage
{
    /// <param name="width">The columns of the terminal.</param>
    public static Page Of(Play play, int width)
    {
        var page = new Page().Line(Phrase.Of($"[bold]{play.Title}[/]: {play.Scenario}"));
        page.Line();
        var day = "";
        foreach (var line in play.Story)
        {
            var today = FormattableString.Invariant($"{line.At:ddd yyyy-MM-dd}");
            if (today != day) page.Line(Phrase.Of($"[bold]{today}[/] [grey]({(line.After == TimeSpan.Zero ? "the start" : "after " + Span.Text(line.After))})[/]"));
            day = today;
            var time = FormattableString.Invariant($"{line.At:HH:mm}");
            page.Line(Phrase.Of($"  [grey]{time}[/]  {Told(line)}{(line.Why.Length > 0 ? Phrase.Of($"[grey] — {line.Why}[/]") : Phrase.Empty)}"));
        }

        page.Line();
        foreach (var line in TerminalChart.Of(play.Picture, width)) page.Line(line);
        page.Line();
        foreach (var difference in play.Differences) page.Line(Phrase.Of($"[red]not as expected[/]: {difference}"));
        return page.Line(Phrase.Of($"ends {Times.Text(play.Ended)}, after {Span.Text(play.Ended - play.Started)}: {play.Stage}, {play.Position}, {play.Percent} %"));
    }

    private static Phrase Told(StoryLine line) => line.Kind switch
    {
        "way-back" or "hold" or "trigger" or "refused" => Phrase.Of($"[red]{line.What}[/]"),
        "exposure" or "end" => Phrase.Of($"[green]{line.What}[/]"),
        "gate" or "approval" or "phase" or "member" => Phrase.Of($"[bold]{line.What}[/]"),
        _ => Phrase.Of($"{line.What}"),
    };
}
