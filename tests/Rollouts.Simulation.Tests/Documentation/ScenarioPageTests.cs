using System.Text;
using Rollouts.Engine;

namespace Rollouts.Simulation.Tests.Documentation;

public class ScenarioPageTests
{
    private const string Page = "scenarios.md";

    [Fact]
    public void The_example_passes()
    {
        var plans = MarkdownExamples.Of("plan-language.md");
        foreach (var example in MarkdownExamples.Of(Page))
        {
            var reading = ScenarioReader.Read(example.Text, $"{Page}:{example.Line}", name => PlanReader.Read(Encoding.UTF8.GetBytes(plans.Single(plan => plan.File == name).Text), name));
            if (reading is not ScenarioReading.Sound sound) throw new Xunit.Sdk.XunitException(string.Join('\n', ((ScenarioReading.Faulty)reading).Errors));
            foreach (var scenario in sound.File.Scenarios)
            {
                var result = ScenarioRunner.Run(sound.File.Plan, scenario);
                Assert.True(result.Passed, scenario.Name + "\n" + string.Join('\n', result.Differences));
            }
        }
    }

    [Fact]
    public void There_is_an_example() => Assert.NotEmpty(MarkdownExamples.Of(Page));

    [Fact]
    public void The_reference_is_the_one_made_from_the_schema() => MadePage.Check(Page, ScenarioReader.Schema);
}
