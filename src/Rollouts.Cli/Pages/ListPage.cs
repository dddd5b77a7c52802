using Rollouts.Engine;

namespace Rollouts.Cli.Pages;

/// <summary>All rollouts of a host, one row each.</summary>
internal static class ListPage
{
    private static readonly string[] Headers = ["Name", "Plan", "Health", "Stage", "Step", "Exposure", "Started"];

    public static Page Of(IReadOnlyCollection<RolloutSummary> rollouts) => rollouts.Count == 0
        ? new Page().Line("no rollouts")
        : new Page().Table(Headers, rollouts.Select(each => new Phrase[]
        {
            Phrase.Of($"[bold]{each.Rollout}[/]"), each.Plan, Tones.OfHealth(each.Health), each.Stage, each.Step, each.Exposure, Times.Text(each.StartedAt),
        }));
}
