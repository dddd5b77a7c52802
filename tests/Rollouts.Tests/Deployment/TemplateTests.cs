using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rollouts.Tests.Deployment;

/// <summary>What can be said of the templates without a compiler: they point at what exists, and keep clear of known mistakes.</summary>
public partial class TemplateTests
{
    private static readonly string Root = Repository.Root;
    private static readonly string Main = File.ReadAllText(Path.Combine(Root, "infra", "main.bicep"));
    private static readonly string[] Templates = Directory.GetFiles(Path.Combine(Root, "infra"), "*.bicep", SearchOption.AllDirectories);
    private static readonly string All = string.Concat(Templates.Select(File.ReadAllText));

    /// <summary>Ids of Azure's built-in roles, as its documentation lists them.</summary>
    private static readonly Dictionary<string, string> Roles = new(StringComparer.Ordinal)
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "monitoringMetricsPublisher",
        ["5ae67dd6-50cb-40e7-96ff-dc2bfa4b606b"] = "dataOwner",
        ["516239f1-63e1-4d78-a4de-a74fb236a071"] = "dataReader",
        ["73c42c96-874c-492b-b04d-ab87d138a893"] = "logAnalyticsReader",
    };

    [Fact]
    public void Every_role_id_is_the_built_in_role_that_stands_beside_it()
    {
        var lines = All.Split('\n').Where(line => RoleId().IsMatch(line)).ToArray();
        Assert.All(lines, line => Assert.Contains(Roles[RoleId().Match(line).Value], line, StringComparison.Ordinal));
        Assert.Equal(Roles.Count, lines.Select(line => RoleId().Match(line).Value).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_role_assignment_has_a_name_that_stays_and_says_what_kind_of_principal_it_is_for()
    {
        var assignments = Regex.Matches(All, @"Microsoft\.Authorization/roleAssignments@[\s\S]*?\n(?:\]|\})\n", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value).ToArray();
        Assert.NotEmpty(assignments);
        Assert.All(assignments, assignment =>
        {
            Assert.Contains("name: guid(", assignment, StringComparison.Ordinal);
            Assert.Contains("principalType: ", assignment, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_module_is_used_and_every_one_used_exists()
    {
        var used = ModulePath().Matches(Main).Select(match => match.Groups["path"].Value).Order(StringComparer.Ordinal);
        var there = Templates.Select(path => Path.GetRelativePath(Path.Combine(Root, "infra"), path).Replace('\\', '/')).Where(path => path != "main.bicep").Order(StringComparer.Ordinal);
        Assert.Equal(there, used);
    }

    [Fact]
    public void The_parameters_file_gives_every_parameter_and_no_other()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "infra", "main.parameters.json")));
        var given = file.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).Order(StringComparer.Ordinal);
        var asked = Parameter().Matches(Main).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal);
        Assert.Equal(asked, given);
    }

    [Fact]
    public void The_service_is_a_project_and_one_resource_carries_its_tag()
    {
        var service = File.ReadAllText(Path.Combine(Root, "azure.yaml"));
        Assert.Contains("\n  rollouts:\n", service, StringComparison.Ordinal);
        var project = Regex.Match(service, "project: (?<path>.+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["path"].Value;
        Assert.Single(Directory.GetFiles(Path.Combine(Root, project), "*.csproj"));
        Assert.Single(Regex.Matches(All, "'azd-service-name': 'rollouts'", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("listKeys", "a key would stand in outputs and settings")]
    [InlineData("AccountKey=", "storage takes no keys")]
    [InlineData("allowSharedKeyAccess: true", "storage takes no keys")]
    [InlineData("newGuid()", "a second deployment would make another role assignment")]
    [InlineData("configurationStores/keyValues", "a deployment would set the flags of a running launch back")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME", "Flex Consumption refuses it")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION", "Flex Consumption refuses it")]
    [InlineData("WEBSITE_", "Flex Consumption refuses it")]
    [InlineData("linuxFxVersion", "Flex Consumption refuses it")]
    public void What_is_known_to_go_wrong_is_not_there(string mistake, string because) =>
        Assert.False(All.Contains(mistake, StringComparison.OrdinalIgnoreCase), because);

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RoleId();

    [GeneratedRegex(@"^module \w+ '(?<path>[^']+)'", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ModulePath();

    [GeneratedRegex(@"^param (?<name>\w+) ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
