using Rollouts.Simulation;

namespace Rollouts.Cli.Pages;

/// <summary>Which scenarios passed, and what was not as expected, each with the place that says what was.</summary>
internal static class TestPage
{
    public static Page Of(TestReport report)
    {
        var page = new Page();
        foreach (var file in report.Files)
        {
            foreach (var error in file.Errors) page.Line(Phrase.Of($"[bold]{error.File}:{error.Line}:{error.Column}:[/] [red]error[/]: {error.Message}{(error.Hint is null ? "" : $" ({error.Hint})")}"));
            foreach (var failed in file.Scenarios.Where(scenario => !scenario.Passed)) Failed(page, file.File, failed);
            if (file.Errors.IsEmpty) page.Line(Phrase.Of($"{file.File}: {Count(file.Scenarios.Count(scenario => scenario.Passed))} passed, {file.Scenarios.Sum(scenario => scenario.Checks)} checks"));
        }

        return page.Line(report is { Sound: true, Failed: 0 }
            ? Phrase.Of($"[green]{Count(report.Passed)} passed[/]")
            : Phrase.Of($"[red]{Count(report.Failed)} failed[/], {report.Passed} passed"));
    }

    private static void Failed(Page page, string file, TestedScenario scenario)
    {
        page.Line(Phrase.Of($"[red]FAILED[/] [bold]{scenario.Scenario}[/] ({file}:{scenario.Line})"));
        foreach (var difference in scenario.Differences)
        {
            page.Line(Phrase.Of($"  [bold]{file}:{difference.Line}:{difference.Column}:[/] {difference.What}, after {(difference.After == TimeSpan.Zero ? "0" : Span.Text(difference.After))} ({Times.Text(difference.At)})"));
            page.Line(Phrase.Of($"    expected: [green]{difference.Expected}[/]"));
            page.Line(Phrase.Of($"    was:      [red]{difference.Actual}[/]"));
        }
    }

    private static string Count(int count) => FormattableString.Invariant($"{count} scenario{(count == 1 ? "" : "s")}");
}
