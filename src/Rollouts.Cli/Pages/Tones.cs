namespace Rollouts.Cli.Pages;

/// <summary>The colours of words that say how something is.</summary>
internal static class Tones
{
    public static Phrase Of(Verdict verdict) => verdict switch
    {
        Verdict.Met => Phrase.Of($"[green]met[/]"),
        Verdict.Missed => Phrase.Of($"[red]missed[/]"),
        Verdict.NoData => Phrase.Of($"[yellow]no data[/]"),
        Verdict.Error => Phrase.Of($"[red]error[/]"),
        Verdict.NotDue => Phrase.Of($"[grey]not due[/]"),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "unknown verdict"),
    };

    public static Phrase Of(GateStatus status) => status switch
    {
        GateStatus.Pass => Phrase.Of($"[green]pass[/]"),
        GateStatus.Conditional => Phrase.Of($"[green]conditional[/]"),
        GateStatus.Pending => Phrase.Of($"[yellow]pending[/]"),
        GateStatus.TooManyMissed => Phrase.Of($"[red]too many missed[/]"),
        GateStatus.CriticalMissed => Phrase.Of($"[red]critical missed[/]"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "unknown status"),
    };

    /// <summary>Health words come from the host; one that is not known has no colour.</summary>
    public static Phrase OfHealth(string health) => health switch
    {
        "Healthy" => Phrase.Of($"[green]{health}[/]"),
        "Progressing" => Phrase.Of($"[blue]{health}[/]"),
        "Paused" => Phrase.Of($"[yellow]{health}[/]"),
        "Degraded" => Phrase.Of($"[red]{health}[/]"),
        _ => health,
    };
}
