using System.Text.RegularExpressions;
using Rollouts.Cli.Tests.Documentation;
using YamlDotNet.RepresentationModel;

namespace Rollouts.Cli.Tests.Workflows;

/// <summary>The workflows of GitHub: what they call exists, what they use is pinned, and they may do no more than they need.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Files => [.. WorkflowFile.All.Select(file => file.Path)];

    public static TheoryData<string> Workflows => [.. WorkflowFile.All.Select(file => file.Path).Where(path => path.StartsWith(".github/workflows/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_of_others_are_pinned_by_their_commit_and_our_own_exist(string path)
    {
        var file = WorkflowFile.Read(path);
        Assert.All(file.Uses, uses =>
        {
            if (!uses.StartsWith("./", StringComparison.Ordinal)) Assert.Matches(@"^[\w.-]+/[\w.-]+@[0-9a-f]{40}$", uses);
            else Assert.True(File.Exists(RepositoryFiles.PathOf(uses[2..])) || File.Exists(RepositoryFiles.PathOf(uses[2..], "action.yml")), $"there is no {uses}");
        });
        Assert.All(file.Text.Split('\n').Where(line => line.Contains("uses: ", StringComparison.Ordinal) && line.Contains('@', StringComparison.Ordinal)), line => Assert.Matches(@"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line));
    }

    [Fact]
    public void The_same_action_is_used_in_one_version()
    {
        var versions = WorkflowFile.All.SelectMany(file => file.Uses).Where(uses => !uses.StartsWith("./", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToArray();
        Assert.Equal(versions.Length, versions.Select(uses => uses.Split('@')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Scripts_and_verbs_that_steps_run_exist(string path)
    {
        foreach (var run in WorkflowFile.Read(path).Runs)
        {
            Assert.All(ShellText.Commands(run), RunnableCommand.Exists);
            Assert.All(ShellText.Calls(run), call => Assert.Empty(Cli.Faults(call)));
            Assert.DoesNotContain("${{", run, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_read_and_says_where_it_may_do_more(string path)
    {
        var root = WorkflowFile.Read(path).Root;
        var permissions = Assert.IsType<YamlMappingNode>(root["permissions"]);
        Assert.Equal("contents: read", string.Join(", ", permissions.Select(each => $"{each.Key}: {each.Value}")));
        foreach (var (name, job) in (YamlMappingNode)root["jobs"])
            if (job is YamlMappingNode map && map.Children.TryGetValue("permissions", out var more))
                Assert.All((YamlMappingNode)more, each => Assert.Contains($"{path} {name} {each.Key}: {each.Value}", Granted));
    }

    /// <summary>Everything that jobs may beyond reading: signing in to Azure, releases, images.</summary>
    private static readonly string[] Granted =
    [
        ".github/workflows/azd.yml up contents: read", ".github/workflows/azd.yml up id-token: write",
        ".github/workflows/deploy.yml staging contents: read", ".github/workflows/deploy.yml staging id-token: write",
        ".github/workflows/deploy.yml production contents: read", ".github/workflows/deploy.yml production id-token: write",
        ".github/workflows/release.yml files contents: write",
        ".github/workflows/release.yml image contents: read", ".github/workflows/release.yml image packages: write",
    ];

    /// <summary>azd finds out by itself who deploys.</summary>
    [Fact]
    public void The_deployment_passes_on_every_parameter_of_the_templates()
    {
        var asked = Variable().Matches(RepositoryFiles.Read("infra", "main.parameters.json")).Select(match => match.Groups["name"].Value).Where(name => name != "AZURE_PRINCIPAL_ID");
        var workflow = WorkflowFile.Read(".github/workflows/azd.yml").Text;
        Assert.All(asked, name => Assert.Contains($" {name}: ", workflow, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_variable_and_secret_that_workflows_read_is_explained()
    {
        var read = WorkflowFile.All.SelectMany(file => Reading().Matches(file.Text)).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);
        var page = RepositoryFiles.Read("docs", "ci.md");
        Assert.All(read, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\$\{(?<name>\w+)", RegexOptions.None, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?:vars|secrets)\.(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reading();
}
