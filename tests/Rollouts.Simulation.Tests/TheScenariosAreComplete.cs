using Rollouts.Simulation.Tests.Completeness;

namespace Rollouts.Simulation.Tests;

public class TheScenariosAreComplete
{
    public static TheoryData<string> Plans => [.. ScenarioFiles.Find(RepositoryFiles.Path("plans")).Select(file => Path.GetRelativePath(RepositoryFiles.Root, file))];

    /// <summary>Triggers, ways back, gate statuses, approvals and deadlines: what no launch of the file did, no expectation can have looked at.</summary>
    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_rule_of_a_plan_is_exercised_by_some_scenario(string file)
    {
        var sound = Assert.IsType<ScenarioReading.Sound>(ScenarioFiles.Read(RepositoryFiles.Path(file))).File;
        var exercised = new Exercised(sound.Plan);
        foreach (var scenario in sound.Scenarios) exercised.Read(ScenarioRunner.Run(sound.Plan, scenario).Launch.Journal);
        var missing = PlanRules.Of(sound.Plan).Where(rule => !exercised.Said.Contains(rule)).ToArray();
        Assert.True(missing.Length == 0, $"{file}: no scenario exercises\n  {string.Join("\n  ", missing)}");
    }

    [Fact]
    public void A_plan_whose_scenarios_do_nothing_is_told_every_rule_by_name()
    {
        var plan = Assert.IsType<ScenarioReading.Sound>(ScenarioFiles.Read(RepositoryFiles.Path("plans", "d7-ga-soft-launch.scenarios.yaml"))).File.Plan;
        var exercised = new Exercised(plan);
        exercised.Read([]);
        var missing = PlanRules.Of(plan).Where(rule => !exercised.Said.Contains(rule)).ToArray();
        Assert.Contains("trigger 'data corruption' fires", missing);
        Assert.Contains("'data corruption' does: back to P0", missing);
        Assert.Contains("gate 'P3 step 1' is TooManyMissed", missing);
        Assert.Contains("P2 is longer than planned", missing);
        Assert.Contains("nobody does in time: Fix the known issue; if it takes longer than four hours, report code-change-needed", missing);
    }
}
