using System.Text.RegularExpressions;

namespace Rollouts.Cli.Tests.Documentation;

/// <summary>The page of limits says what the code says.</summary>
public sealed partial class LimitsPageTests
{
    private static readonly string Page = RepositoryFiles.Read("docs", "limits.md");

    public static TheoryData<string, string> Limits
    {
        get
        {
            var limits = new TheoryData<string, string>();
            foreach (Match row in Row().Matches(Page)) limits.Add(row.Groups["file"].Value, row.Groups["code"].Value);
            return limits;
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_stands_in_the_file_that_the_page_names(string file, string code)
    {
        var found = Directory.EnumerateFiles(RepositoryFiles.PathOf("src"), file, SearchOption.AllDirectories).Select(File.ReadAllText).ToArray();
        Assert.NotEmpty(found);
        Assert.Contains(found, text => text.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_row_names_its_file()
    {
        var rows = Page.Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| what ", StringComparison.Ordinal));
        Assert.Equal(rows, Limits.Count);
    }

    [GeneratedRegex(@"\| `(?<file>\w+\.cs)`: `(?<code>[^`]+)` \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
