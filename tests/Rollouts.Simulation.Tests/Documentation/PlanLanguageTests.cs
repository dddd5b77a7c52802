using System.Text;
using Rollouts.Engine;

namespace Rollouts.Simulation.Tests.Documentation;

public class PlanLanguageTests
{
    private const string Page = "plan-language.md";

    public static TheoryData<int> Examples => [.. MarkdownExamples.Of(Page).Select(example => example.Line)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_a_plan_or_a_part_that_makes_one_with_the_plan_above(int line)
    {
        var all = MarkdownExamples.Of(Page);
        var example = all.Single(example => example.Line == line);
        var plan = example.Kind switch
        {
            "plan" => example.Text,
            "part" => MarkdownExamples.With(all.Last(known => known.Kind == "plan" && known.Line < line).Text, example.Text),
            _ => throw new Xunit.Sdk.XunitException($"{Page}:{line}: say what this is: yaml plan, or yaml part"),
        };
        var reading = PlanReader.Read(Encoding.UTF8.GetBytes(plan), $"{Page}:{line}");
        Assert.True(reading is PlanReading.Sound, reading is PlanReading.Faulty faulty ? string.Join('\n', faulty.Errors) + "\n" + plan : "");
    }

    [Fact]
    public void The_first_example_has_five_lines() => Assert.Equal(5, MarkdownExamples.Of(Page)[0].Text.Count(c => c == '\n'));

    [Fact]
    public void Every_part_of_the_plan_of_six_weeks_is_told()
    {
        var page = File.ReadAllText(RepositoryFiles.Path("docs", Page)).ReplaceLineEndings("\n");
        var table = page[page.IndexOf("## D7, put together", StringComparison.Ordinal)..page.IndexOf("## Units and words", StringComparison.Ordinal)];
        var parts = File.ReadLines(RepositoryFiles.Path("plans", "d7-ga-soft-launch.yaml")).Where(line => line.Length > 0 && char.IsAsciiLetter(line[0])).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]);
        Assert.All(parts, part => Assert.Contains($"`{part}`", table, StringComparison.Ordinal));
    }

    [Fact]
    public void The_reference_is_the_one_made_from_the_schema() => MadePage.Check(Page, PlanSchema.Json);
}
