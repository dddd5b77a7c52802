using System.Text;
using System.Text.RegularExpressions;
using Rollouts.Engine;

namespace Rollouts.Simulation.Tests.Documentation;

/// <summary>The page that leads from nothing to the first launch on Azure.</summary>
public sealed class DeployPageTests
{
    private const string Page = "deploy.md";

    [Fact]
    public void The_first_launch_is_a_plan_and_what_is_marked_stands_in_it()
    {
        var example = Assert.Single(MarkdownExamples.Of(Page));
        Assert.Equal("plan", example.Kind);
        Assert.IsType<PlanReading.Sound>(PlanReader.Read(Encoding.UTF8.GetBytes(example.Text), Page));
        Assert.Contains("{ item: Somebody watches, owner: lead }", example.Text, StringComparison.Ordinal);
        Assert.Contains("rollout mark first \"Somebody watches\"", File.ReadAllText(RepositoryFiles.Path("docs", Page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_name_that_the_deployment_can_be_told_is_on_the_page_and_no_other()
    {
        var asked = Names("\\$\\{(?<name>[A-Z_]+)", File.ReadAllText(RepositoryFiles.Path("infra", "main.parameters.json"))).Where(name => !name.StartsWith("AZURE_", StringComparison.Ordinal));
        var page = File.ReadAllText(RepositoryFiles.Path("docs", Page));
        var table = page[page.IndexOf("## What the deployment can be told", StringComparison.Ordinal)..page.IndexOf("## Before a change", StringComparison.Ordinal)];
        var told = table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => Names("`(?<name>[A-Z_]+)`", line[..line.IndexOf(" | ", StringComparison.Ordinal)]));
        Assert.Equal(asked.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(string pattern, string text) =>
        Regex.Matches(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);
}
