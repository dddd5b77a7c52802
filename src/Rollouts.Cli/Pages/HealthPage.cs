using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Pages;

/// <summary>A host's dependencies, a line each; what is wrong stands beside it.</summary>
internal static class HealthPage
{
    public static Page Of(HealthAnswer health) => new Page()
        .Line(health.Well ? Phrase.Of($"the host is [green]well[/]") : Phrase.Of($"the host is [red]not well[/]"))
        .Columns([.. (health.Dependencies ?? []).Select(dependency => new Phrase[] { dependency.Name, dependency.Well ? Phrase.Of($"[green]well[/]") : Phrase.Of($"[red]{dependency.Fault!}[/]") })])
        .Columns(health.Dependencies is null ? [["details", "for those who prove who they are"]] : [])
        .Columns([.. (health.Notes ?? []).Select(note => new Phrase[] { "note", note })]);
}
