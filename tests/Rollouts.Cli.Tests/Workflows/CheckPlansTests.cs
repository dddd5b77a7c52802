using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rollouts.Cli.Tests.Workflows;

/// <summary>The action for plan repositories: what it reads out of what the command line writes.</summary>
public sealed class CheckPlansTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rollout-check-plans-");

    [Fact]
    public async Task Errors_and_warnings_of_plans_are_marked_at_their_lines()
    {
        var plan = Path.Combine(folder.FullName, "bad.yaml");
        await File.WriteAllTextAsync(plan, "plan: bad\ntitle: [\n");
        var found = Marked("rollout-plans", (await Ran.Of("check", plan)).Ended(ExitCode.BadUsage).Out);
        Assert.Contains(found, match => match.Groups[1].Value == plan && match.Groups[2].Value == "2" && match.Groups[4].Value == "error");

        await File.WriteAllTextAsync(plan, TinyPlan.Text);
        Assert.Equal("warning", Assert.Single(Marked("rollout-plans", (await Ran.Of("check", plan)).Out)).Groups[4].Value);
    }

    [Fact]
    public async Task Failed_scenarios_are_marked_at_the_line_of_what_was_expected()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tiny.yaml"), TinyPlan.Text);
        var scenarios = Path.Combine(folder.FullName, "tiny.scenarios.yaml");
        await File.WriteAllTextAsync(scenarios, """
            plan: tiny.yaml
            start: 2026-03-02 09:00
            world: { csat: 5 }
            scenarios:
              - scenario: Nobody does anything
                approvals: by hand
                items: by hand
                story:
                  - { at: 1h, expect: { phase: P1 } }

            """);
        var ran = (await Ran.Of("test", scenarios)).Ended(ExitCode.Failed);
        var found = Assert.Single(Marked("rollout-scenarios", ran.Out));
        Assert.Equal((scenarios, "9"), (found.Groups[1].Value, found.Groups[2].Value));
    }

    [Fact]
    public void The_page_shows_the_action_as_it_is()
    {
        var page = RepositoryFiles.Read("docs", "ci.md");
        var example = page[(page.IndexOf("```yaml workflow\n", StringComparison.Ordinal) + "```yaml workflow\n".Length)..];
        var workflow = WorkflowFile.Parse(example[..example.IndexOf("```", StringComparison.Ordinal)]);
        var uses = Assert.Single(WorkflowFile.Values(workflow, "uses"), uses => uses.Contains("check-plans", StringComparison.Ordinal));
        Assert.True(File.Exists(RepositoryFiles.PathOf(uses[(uses.IndexOf("/.github", StringComparison.Ordinal) + 1)..uses.IndexOf('@', StringComparison.Ordinal)], "action.yml")));
        var inputs = ((YamlDotNet.RepresentationModel.YamlMappingNode)WorkflowFile.Read(".github/actions/check-plans/action.yml").Root["inputs"]).Select(input => input.Key.ToString()).ToArray();
        Assert.All(inputs, input => Assert.Contains($"`{input}`", page, StringComparison.Ordinal));
        Assert.All(inputs, input => Assert.NotEmpty(WorkflowFile.Values(workflow, input)));
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The lines that the action's matcher of that name picks out.</summary>
    private static Match[] Marked(string owner, string output)
    {
        using var matchers = JsonDocument.Parse(RepositoryFiles.Read(".github", "actions", "check-plans", "problems.json"));
        var pattern = matchers.RootElement.GetProperty("problemMatcher").EnumerateArray().Single(matcher => matcher.GetProperty("owner").GetString() == owner).GetProperty("pattern")[0].GetProperty("regexp").GetString()!;
        return [.. output.Split('\n').Select(line => Regex.Match(line, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))).Where(match => match.Success)];
    }
}
