namespace Rollouts.Simulation.Tests;

public class ReaderTests
{
    [Theory]
    [InlineData("- { scenario: x, story: [{ at: 5x }] }", "9:36: '5x' is no time of the story")]
    [InlineData("- { scenario: x, story: [{ at: C + 1d }] }", "9:36: 'C + 1d' is no time of the story")]
    [InlineData("- { scenario: x, story: [{ at: 1d, expect: { phase: C } }] }", "9:57: the plan has no phase 'C'")]
    [InlineData("- { scenario: x, story: [{ at: 1d, expect: { fired: lot errors } }] }", "9:57: the plan has no trigger 'lot errors'")]
    [InlineData("- { scenario: x, story: [{ at: 1d, expect: { stage: gone } }] }", "9:57: 'gone' is not what one word can be")]
    [InlineData("- { scenario: x, story: [{ at: 1d, mark: Cause fxed }] }", "9:46: the plan has no item 'Cause fxed' (did you mean 'Cause fixed'?)")]
    [InlineData("- { scenario: x, story: [{ at: 1d, explode: now }] }", "9:40: a moment has no 'explode'")]
    [InlineData("- { scenario: x, world: { errors: 12 } }", "9:39: '12' does not fit errors, which is a share: write 0.5%")]
    [InlineData("- { scenario: x, world: { errors: \"1%, from noon 5%\" } }", "9:39: 'from noon 5%' does not say when")]
    [InlineData("- { scenario: x, world: { error: 1% } }", "9:31: the plan has no metric 'error' (did you mean 'errors'?)")]
    [InlineData("- { scenario: x, approvals: always }", "9:33: 'always' is no habit (write as asked, as asked after 2h, or by hand)")]
    [InlineData("- { scenario: x, start: monday }", "9:29: 'monday' is no time (write 2026-03-02 09:00)")]
    [InlineData("- scenario: x\n- scenario: x", "10:1: a second scenario is named 'x'")]
    public void What_is_wrong_is_told_with_its_place(string scenarios, string expected)
    {
        var faulty = Assert.IsType<ScenarioReading.Faulty>(SmallPlan.Read(Indented(scenarios)));
        Assert.StartsWith("small.scenarios.yaml:" + expected, faulty.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_no_world_tells_is_an_error()
    {
        var faulty = Assert.IsType<ScenarioReading.Faulty>(ScenarioReader.Read("plan: p\nworld: { errors: 1% }\nscenarios:\n  - scenario: x\n", "s.yaml", _ => Engine.PlanReader.Read(SmallPlan.Text)));
        Assert.Equal("s.yaml:4:5: the world says nothing of bugs, crashes, latency (add each to a world, with its value over time, or with: gone)", Assert.Single(faulty.Errors).ToString());
    }

    [Fact]
    public void A_plan_that_is_missing_or_cannot_be_launched_is_an_error()
    {
        Assert.StartsWith("s.yaml:1:7: there is no plan file 'p'", Assert.IsType<ScenarioReading.Faulty>(ScenarioReader.Read("plan: p\nscenarios: [{ scenario: x }]", "s.yaml", _ => null)).Errors[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "s.yaml:1:7: the plan cannot be launched: ",
            Assert.IsType<ScenarioReading.Faulty>(ScenarioReader.Read("plan: p\nscenarios: [{ scenario: x }]", "s.yaml", _ => Engine.PlanReader.Read("plan: p"))).Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_beside_the_plans_is_the_one_made_from_the_reader()
    {
        var path = RepositoryFiles.Path("plans", "scenario.schema.json");
        if (Environment.GetEnvironmentVariable("WRITE_SCHEMA") == "1") File.WriteAllText(path, ScenarioReader.Schema);
        Assert.Equal(ScenarioReader.Schema, File.ReadAllText(path));
    }

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => "    " + line));
}
