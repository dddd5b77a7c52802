using System.Text.RegularExpressions;
using Rollouts.Cli.Verbs;

namespace Rollouts.Cli.Tests.Packaging;

/// <summary>The version stands in one place, and whatever else names it names the same.</summary>
public sealed partial class VersionTests
{
    private static readonly string Version = Prefix().Match(RepositoryFiles.Read("Directory.Build.props")).Groups["version"].Value;
    private static readonly string Changelog = RepositoryFiles.Read("CHANGELOG.md");

    [Fact]
    public async Task The_command_line_says_its_version_and_its_commit()
    {
        var line = (await Ran.Of("--version")).Ended(ExitCode.Fine).Out.Trim();
        Assert.Matches($@"^{Regex.Escape(Version)}( \([0-9a-f]{{7,12}}\))?$", line);
    }

    [Theory]
    [InlineData("1.2.3+5494e82416045b0a6321536efbfe6f929063ac10", "1.2.3 (5494e8241604)")]
    [InlineData("1.2.3-beta.1+abc1234", "1.2.3-beta.1 (abc1234)")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("1.2.3+", "1.2.3+")]
    public void A_commit_is_shown_as_short_as_people_write_it(string informational, string shown) => Assert.Equal(shown, VersionLine.Of(informational));

    [Fact]
    public void The_newest_version_of_the_changelog_is_the_version()
    {
        var versions = Released().Matches(Changelog).Select(match => (Version: match.Groups["version"].Value, Day: match.Groups["day"].Value)).ToArray();
        Assert.Equal(Version, versions[0].Version);
        Assert.Equal(versions.OrderByDescending(each => System.Version.Parse(each.Version)), versions);
        Assert.Equal(versions.OrderByDescending(each => each.Day, StringComparer.Ordinal), versions);
    }

    [Fact]
    public void The_changelog_has_no_headings_but_those_of_its_format()
    {
        var headings = Changelog.Split('\n').Where(line => line.StartsWith("##", StringComparison.Ordinal)).ToArray();
        Assert.Equal("## [Unreleased]", headings[0]);
        Assert.All(headings.Skip(1), heading => Assert.Matches(@"^(## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d|### (Added|Changed|Deprecated|Removed|Fixed|Security))$", heading));
    }

    [Fact]
    public void The_template_for_azd_has_the_version() => Assert.Contains($"template: rollout-functions@{Version}\n", RepositoryFiles.Read("azure.yaml"), StringComparison.Ordinal);

    [GeneratedRegex("<VersionPrefix>(?<version>[^<]+)</VersionPrefix>", RegexOptions.None, 1000)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^## \[(?<version>\d[^\]]*)\] - (?<day>\S+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Released();
}
