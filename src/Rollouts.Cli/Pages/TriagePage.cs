using Rollouts.Engine;

namespace Rollouts.Cli.Pages;

/// <summary>The decision matrix of a launch: what may be found, and what is proposed then.</summary>
internal static class TriagePage
{
    private static readonly string[] Headers = ["Finding", "What it is", "Lasts", "Severity", "Answer within", "Proposal"];

    public static Page Of(IReadOnlyCollection<TriageView> rows) => rows.Count == 0
        ? new Page().Line("the plan has no decision matrix")
        : new Page().Table(Headers, rows.Select(row => new Phrase[] { Phrase.Of($"[bold]{row.Name}[/]"), row.Finding, row.Lasts, row.Severity, row.RespondWithin, row.Proposal }));
}
