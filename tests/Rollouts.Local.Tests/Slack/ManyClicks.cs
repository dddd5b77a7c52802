using Rollouts.Benchmarks;

namespace Rollouts.Local.Tests.Slack;

public sealed class ManyClicks
{
    /// <summary>How long the answers take, the benchmark command says.</summary>
    [Fact]
    public async Task Of_five_hundred_clicks_over_fifty_launches_each_has_one_outcome_and_each_persons_yes_counts_once()
    {
        using var folder = new TemporaryFolder();
        var report = await SlackClicks.RunAsync(folder.Path, launches: 50, TimeSpan.FromSeconds(4));
        Assert.Equal(500, report.Times.Count);
        Assert.Contains("each counted once", report.ToText(), StringComparison.Ordinal);
    }
}
