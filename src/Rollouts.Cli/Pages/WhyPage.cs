using Rollouts.Engine;

namespace Rollouts.Cli.Pages;

/// <summary>Why the launch stands where it stands: what it waits for now, and the decisions that led here with all they rested on.</summary>
internal static class WhyPage
{
    public static Page Of(RolloutView view, IReadOnlyList<Entry> decisions, EventText words, DateTimeOffset now)
    {
        var page = new Page().Line(StatusPage.Summary(view));
        page.Columns(view.WaitsFor.Select(wait => new Phrase[]
        {
            "waits for " + wait.Brief(), string.IsNullOrEmpty(wait.Who) ? "" : $"from {wait.Who}", wait.Until is { } until ? Times.Until(until, now) : "",
        }));
        if (decisions.Count == 0) page.Line().Line("nothing of this kind is in the journal; gates are named as 'rollout get' shows them");
        foreach (var entry in decisions) Add(page.Line(), entry, words);
        return page;
    }

    /// <summary>One entry with everything that happened in it.</summary>
    public static Page Of(Entry entry, EventText words)
    {
        var page = new Page();
        Add(page, entry, words);
        return page;
    }

    private static void Add(Page page, Entry entry, EventText words)
    {
        page.Line(Phrase.Of($"[bold]#{entry.Seq}[/]  {Times.Text(entry.Input.At)}  [bold]{entry.Input.By.Id}[/]: {InputText.Of(entry.Input)}"));
        if (entry.Outcome is Outcome.Refused refused) page.Line(Phrase.Of($"  [red]refused:[/] {refused.Reason}"));
        if (words.Before(entry) is { } amendment) page.Line(Phrase.Of($"  [grey]by the plan of before #{amendment.Seq}, {StatusPage.Short(amendment.PlanHash)}[/]"));
        foreach (var happened in entry.Events)
        {
            page.Line(Phrase.Of($"  {words.At(entry).Of(happened)}"));
            page.Columns(CriterionRows.Of(Decisions.LinesOf(happened)), indent: 6);
        }
    }
}
