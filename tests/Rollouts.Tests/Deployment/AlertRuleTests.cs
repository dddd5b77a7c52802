using System.Text.RegularExpressions;

namespace Rollouts.Tests.Deployment;

/// <summary>The rules on the system's own health ask for what the code says, and the page says what to do about each.</summary>
public partial class AlertRuleTests
{
    private static readonly string Rules = File.ReadAllText(Path.Combine(Repository.Root, "infra", "modules", "alerts.bicep"));

    private static readonly string Sources = string.Concat(
        Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText));

    [Fact]
    public void Every_line_that_a_rule_looks_for_is_one_that_the_code_logs_as_a_warning_or_worse()
    {
        var lines = Messages().Matches(Sources).Select(match => match.Groups["text"].Value).ToArray();
        var wanted = Phrases().Matches(Rules).Select(match => match.Groups["phrase"].Value).ToArray();
        Assert.Equal(6, wanted.Length);
        Assert.All(wanted, phrase => Assert.Contains(lines, line => line.Contains(phrase, StringComparison.Ordinal)));
    }

    [Fact]
    public void Rules_over_a_workspace_ask_its_tables_and_not_those_of_the_resource() =>
        Assert.All(Rule().Matches(Rules), rule => Assert.Matches("^App(Requests|Traces|Metrics) ", rule.Groups["query"].Value));

    [Fact]
    public void Every_function_that_a_rule_looks_for_is_there() =>
        Assert.All(Functions().Matches(Rules), match => Assert.Contains($"[Function(nameof({match.Groups["name"].Value}))]", Sources, StringComparison.Ordinal));

    [Fact]
    public void Every_rule_has_a_line_on_the_page_and_gives_the_column_that_it_is_split_by()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "deploy.md"));
        var rules = Rule().Matches(Rules);
        Assert.Equal(7, rules.Count);
        Assert.All(rules, rule =>
        {
            Assert.Contains($"| `{rule.Groups["name"].Value}` |", page, StringComparison.Ordinal);
            Assert.Matches($@"\b{rule.Groups["about"].Value} = ", rule.Groups["query"].Value);
        });
    }

    [GeneratedRegex(@"\[LoggerMessage\(\d+, LogLevel\.(Warning|Error), ""(?<text>[^""]+)""\)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Messages();

    [GeneratedRegex(@"Message contains ""(?<phrase>[^""]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Phrases();

    [GeneratedRegex(@"OperationName contains ""(?<name>\w+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Functions();

    [GeneratedRegex(@"name: '(?<name>[a-z-]+)'\n\s+text: '[^']+'\n\s+severity: \d\n\s+about: '(?<about>\w+)'\n\s+query: '(?<query>[^']+)'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();
}
