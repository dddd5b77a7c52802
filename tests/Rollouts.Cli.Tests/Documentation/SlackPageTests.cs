using System.Text.RegularExpressions;
using Rollouts.Cli.Tests.Workflows;
using Rollouts.Cli.Verbs;
using Rollouts.Engine;
using YamlDotNet.RepresentationModel;

namespace Rollouts.Cli.Tests.Documentation;

/// <summary>The Slack app that people are told to make is the one that the code needs.</summary>
public sealed partial class SlackPageTests
{
    private static readonly YamlMappingNode Manifest = WorkflowFile.Read("docs/slack-app-manifest.yaml").Root;

    /// <summary>The scopes of a bot that Slack's documentation names for each method; of both kinds of channels where it depends on the channel.</summary>
    private static readonly Dictionary<string, string[]> ScopesOf = new(StringComparer.Ordinal)
    {
        ["chat.postMessage"] = ["chat:write"],
        ["chat.update"] = ["chat:write"],
        ["conversations.history"] = ["channels:history", "groups:history"],
        ["conversations.replies"] = ["channels:history", "groups:history"],
        ["usergroups.users.list"] = ["usergroups:read"],
        ["users.info"] = ["users:read"],
        ["views.open"] = [],
        ["auth.test"] = [],
    };

    [Fact]
    public void The_app_asks_for_the_scopes_of_the_methods_that_are_called_and_for_the_command()
    {
        var called = new[] { "src/Rollouts.Engine/Slack", "src/Rollouts.Slack" }.SelectMany(folder => Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Method().Matches(File.ReadAllText(file))).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToArray();
        Assert.Contains("chat.postMessage", called);
        var scopes = called.SelectMany(method => ScopesOf[method]).Append("commands").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var asked = ((YamlSequenceNode)Manifest["oauth_config"]["scopes"]["bot"]).Select(scope => scope.ToString());
        Assert.Equal(scopes, asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_addresses_are_routes_of_both_hosts()
    {
        var command = Assert.Single((YamlSequenceNode)Manifest["features"]["slash_commands"]);
        string[] addresses = [command["url"].ToString(), Manifest["settings"]["interactivity"]["request_url"].ToString()];
        var routes = addresses.Select(address => new Uri(address).AbsolutePath).ToArray();
        Assert.Equal(["/api/slack/commands", "/api/slack/interactions"], routes);
        var local = RepositoryFiles.Read("src", "Rollouts.Local", "Hosting", "LocalWeb.cs");
        var functions = RepositoryFiles.Read("src", "RolloutFunctions", "Slack", "SlackApi.cs");
        Assert.All(routes, route =>
        {
            Assert.Contains($"\"{route}\"", local, StringComparison.Ordinal);
            Assert.Contains($"Route = \"{route["/api/".Length..]}\"", functions, StringComparison.Ordinal);
        });
        Assert.Equal("/rollout", command["command"].ToString());
    }

    [Fact]
    public void The_hint_of_the_command_names_what_it_takes()
    {
        var hint = ((YamlSequenceNode)Manifest["features"]["slash_commands"])[0]["usage_hint"].ToString().Split(" | ");
        var verbs = Verbs().Match(RepositoryFiles.Read("src", "Rollouts.Engine", "Slack", "Inbound", "SlackCommands.cs")).Groups["verbs"].Value.Replace("\"", "", StringComparison.Ordinal).Split(", ");
        Assert.Equal(verbs, hint);
    }

    [Fact]
    public async Task The_file_of_settings_on_the_page_is_one()
    {
        const string Fence = "```json slack.json\n";
        var page = RepositoryFiles.Read("docs", "slack.md");
        var text = page[(page.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length)..];
        var file = Path.GetTempFileName();
        Environment.SetEnvironmentVariable("SLACK_SIGNING_SECRET", "12345678");
        Environment.SetEnvironmentVariable("SLACK_TOKEN", "xoxb-1");
        try
        {
            await File.WriteAllTextAsync(file, text[..text.IndexOf("```", StringComparison.Ordinal)]);
            var settings = await SettingsFile.ReadAsync<SlackSettings>(file, settings => settings.Problems(), CancellationToken.None);
            Assert.Equal(("12345678", "xoxb-1", "C0123ABCD"), (Assert.Single(settings.SigningSecrets), settings.Token, settings.ChannelOf(settings.Fallback)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("SLACK_SIGNING_SECRET", null);
            Environment.SetEnvironmentVariable("SLACK_TOKEN", null);
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"""(?<name>(?:chat|conversations|users|usergroups|views|auth|files|reactions|pins|bots|team|dialog)\.[a-zA-Z.]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Method();

    [GeneratedRegex(@"string\[\] Verbs = \[(?<verbs>[^\]]+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Verbs();
}
