namespace Rollouts.Cli.Pages;

/// <summary>The journal, a readable line per entry.</summary>
internal static class JournalPage
{
    public static Page Of(IEnumerable<Entry> entries, EventText words)
    {
        var page = new Page();
        foreach (var entry in entries) page.Line(Line(entry, words));
        return page;
    }

    /// <summary>An effect is done and nothing follows: of no news to one who follows a launch.</summary>
    public static bool IsNews(Entry entry) => entry.Input is not Input.EffectSucceeded || !entry.Events.All(happened => happened is RolloutEvent.EffectDone);

    public static Phrase Line(Entry entry, EventText words) =>
        Phrase.Of($"[grey]{entry.Seq,5}[/]  {Times.Text(entry.Input.At)}  [bold]{entry.Input.By.Id}[/]: {InputText.Of(entry.Input)}{Became(entry, words)}");

    private static Phrase Became(Entry entry, EventText words)
    {
        if (entry.Outcome is Outcome.Refused refused) return Phrase.Of($" [red]refused:[/] {refused.Reason}");
        // That an effect is done is what the entry itself says.
        var happened = entry.Events.Where(each => each is not RolloutEvent.EffectDone).Select(words.At(entry).Of).ToArray();
        return happened.Length == 0 ? Phrase.Empty : Phrase.Of($" [grey]->[/] {string.Join("; ", happened)}");
    }
}
