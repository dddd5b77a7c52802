using Rollouts.Engine;
using Rollouts.Simulation;

namespace Rollouts.Cli.Tests.Documentation;

/// <summary>The first thing somebody does with a plan of a page is to play it: all is well there, to its end.</summary>
public sealed class ShownPlansPlayTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Shown
    {
        get
        {
            var shown = new TheoryData<string, string>();
            foreach (var page in new[] { "README.md", "docs/plan-language.md", "docs/embedded-host.md" })
                foreach (var text in Plans(page)) shown.Add(page, text);
            return shown;
        }
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_plan_that_a_page_shows_whole_is_played_until_every_phase_has_passed(string page, string text)
    {
        var plan = Assert.IsType<PlanReading.Sound>(PlanReader.Read(text)).Plan;
        var play = Play.OfHealthy(plan, Start, null);
        Assert.True(play.Passed, $"{page}, {plan.Name}: {string.Join("; ", play.Differences)}");
        Assert.Equal(plan.Watch ? "watching" : "closed", play.Stage);
        Assert.True(play.Ended < Start + Play.LongestPlay, $"{plan.Name} is played until {play.Ended:u}, long after its end");
    }

    [Fact]
    public void A_launch_that_cannot_come_to_its_end_says_what_it_waits_for()
    {
        var text = Plans("docs/embedded-host.md").Single().Replace("lasts: 30s.., review: every 1d, exposure: { percent: 100 }", "lasts: 30s.., review: every 1d, gate: [from 2030-01-01], exposure: { percent: 100 }", StringComparison.Ordinal);
        var play = Play.OfHealthy(Assert.IsType<PlanReading.Sound>(PlanReader.Read(text)).Plan, Start, null);
        Assert.Contains("all, which waits for gate all: from 2030-01-01", Assert.Single(play.Differences).Actual, StringComparison.Ordinal);
    }

    /// <summary>Blocks that are plans by themselves: they begin with a plan's name.</summary>
    private static IEnumerable<string> Plans(string page) => RepositoryFiles.Read(page).Split("```")
        .Where(block => block.StartsWith("yaml", StringComparison.Ordinal) && block.Contains("\nphases:", StringComparison.Ordinal) && block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..].StartsWith("plan: ", StringComparison.Ordinal))
        .Select(block => block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
}
