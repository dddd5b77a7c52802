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
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["5ae67dd6-50cb-40e7-96ff-dc2bfa4b606b"] = "App Configuration Data Owner",
        ["516239f1-63e1-4d78-a4de-a74fb236a071"] = "App Configuration Data Reader",
        ["73c42c96-874c-492b-b04d-ab87d138a893"] = "Log Analytics Reader",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Durable Task Data Contributor",
    };

    [Fact]
    public void Every_role_id_is_the_built_in_role_that_stands_beside_or_above_it()
    {
        var lines = All.Split('\n');
        var given = lines.Index().Where(line => RoleId().IsMatch(line.Item)).ToArray();
        Assert.All(given, line => Assert.Contains(Roles[RoleId().Match(line.Item).Value], lines[line.Index - 1] + line.Item, StringComparison.Ordinal));
        Assert.Equal(Roles.Count, given.Select(line => RoleId().Match(line.Item).Value).Distinct(StringComparer.Ordinal).Count());
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
        var there = Templates.Select(path => Path.GetRelativePath(Path.Combine(Root, "infra"), path).Replace('\\', '/')).Where(path => path.StartsWith("modules/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
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

    [Fact]
    public void A_secret_goes_from_its_parameter_into_the_vault_and_nowhere_else()
    {
        var secrets = Secure().Matches(Main).Select(match => match.Groups["name"].Value).ToArray();
        Assert.NotEmpty(secrets);
        foreach (var secret in secrets)
        {
            var mentions = Main.Split('\n').Where(line => Regex.IsMatch(line, $@"\b{secret}\b", RegexOptions.None, TimeSpan.FromSeconds(1))).Select(line => line.Trim());
            Assert.Equal([$"param {secret} string = ''", $"{secret}: {secret}"], mentions);
            Assert.Equal(["vault.bicep"], Templates.Where(path => !path.EndsWith("main.bicep", StringComparison.Ordinal)
                && File.ReadAllText(path).Contains(secret, StringComparison.Ordinal)).Select(Path.GetFileName));
        }
    }

    /// <summary>With it in place the text is still one document.</summary>
    [Fact]
    public void The_workbook_opens_with_the_workspace_of_its_environment()
    {
        var text = File.ReadAllText(Path.Combine(Root, "infra", "dashboards", "workbook.json"));
        Assert.Equal(2, text.Split("\"name\": \"workspace\",").Length);
        using var workbook = JsonDocument.Parse(text.Replace("\"name\": \"workspace\",", "\"name\": \"workspace\", \"value\": \"/subscriptions/…\",", StringComparison.Ordinal));
        var parameter = workbook.RootElement.GetProperty("items")[0].GetProperty("content").GetProperty("parameters")[0];
        Assert.Equal(["workspace", "/subscriptions/…"], parameter.EnumerateObject().Where(each => each.Name is "name" or "value").Select(each => each.Value.GetString()));
    }

    [Fact]
    public void Logs_are_asked_for_by_the_categories_that_each_service_has()
    {
        var asked = Templates.Select(path => (File: Path.GetFileNameWithoutExtension(path), Categories: Category().Matches(File.ReadAllText(path)).Select(match => match.Groups["name"].Value)))
            .Where(module => module.Categories.Any()).ToDictionary(module => module.File, module => string.Join(' ', module.Categories), StringComparer.Ordinal);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["app"] = "FunctionAppLogs AllMetrics", ["configuration"] = "HttpRequest Audit AllMetrics", ["storage"] = "StorageDelete Transaction", ["vault"] = "AuditEvent",
            },
            asked);
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
    [InlineData("alwaysOn", "Flex Consumption refuses it")]
    [InlineData("accessPolicies", "the vault knows roles only")]
    [InlineData("ipAllowlist: []", "the scheduler would let nobody in")]
    [InlineData("br/public:", "a build would need a registry")]
    [InlineData("?code=", "a function key would stand in alert rules and deployments")]
    public void What_is_known_to_go_wrong_is_not_there(string mistake, string because) =>
        Assert.False(All.Contains(mistake, StringComparison.OrdinalIgnoreCase), because);

    [Theory]
    [InlineData("app.bicep", "keyVaultReferenceIdentity: identityId", "references to the vault would resolve to nothing")]
    [InlineData("app.bicep", "name: 'http'", "an alert would wait for a cold start")]
    [InlineData("app.bicep", "name: 'durable'", "a way back would wait for a cold start")]
    [InlineData("app.bicep", "version: '10.0'", "the runtime is what the app is built for")]
    [InlineData("settings.bicep", "AzureWebJobsStorage__queueServiceUri: ", "Durable Functions needs queues")]
    [InlineData("settings.bicep", "AzureWebJobsStorage__tableServiceUri: ", "Durable Functions and the journal need tables")]
    [InlineData("settings.bicep", "Authorization=AAD", "Application Insights takes no key")]
    [InlineData("monitoring.bicep", "DisableLocalAuth: true", "Application Insights takes no key")]
    [InlineData("vault.bicep", "enableRbacAuthorization: true", "the vault knows roles only")]
    [InlineData("alerts.bicep", "useAadAuth: true", "the webhook is a secure one")]
    [InlineData("scheduler.bicep", "schedulers/retentionPolicies@", "histories would grow without end")]
    public void What_has_to_be_there_is_there(string module, string line, string because) =>
        Assert.True(File.ReadAllText(Path.Combine(Root, "infra", "modules", module)).Contains(line, StringComparison.Ordinal), because);

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RoleId();

    [GeneratedRegex(@"^module \w+ '(?<path>[^']+)'", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ModulePath();

    [GeneratedRegex(@"^@secure\(\)\n(?:@.*\n)*param (?<name>\w+) ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secure();

    [GeneratedRegex(@"^\s+category: '(?<name>[A-Z]\w+)'", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Category();

    [GeneratedRegex(@"^param (?<name>\w+) ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
