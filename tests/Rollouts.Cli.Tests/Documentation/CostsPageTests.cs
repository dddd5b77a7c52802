using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts.Cli.Tests.Documentation;

/// <summary>The arithmetic of the page of costs is right.</summary>
public sealed partial class CostsPageTests
{
    private static readonly string Page = RepositoryFiles.Read("docs", "costs.md");

    [Fact]
    public void Every_row_is_its_amount_times_its_price()
    {
        var rows = Row().Matches(Page);
        Assert.Equal(Page.Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| what ", StringComparison.Ordinal)), rows.Count);
        Assert.All(rows, row =>
        {
            var written = Number(row, "makes");
            var cents = row.Groups["makes"].Value.Length - row.Groups["makes"].Value.IndexOf('.', StringComparison.Ordinal) - 1;
            Assert.Equal(written, Math.Round(Number(row, "amount") * Number(row, "price"), cents, MidpointRounding.AwayFromZero));
        });
    }

    [Fact]
    public void The_requests_of_a_launch_add_up()
    {
        var launch = Page[Page.IndexOf("## A launch more", StringComparison.Ordinal)..];
        var rows = Row().Matches(launch).Where(row => row.Value.Contains(" requests ", StringComparison.Ordinal)).Sum(row => Number(row, "amount"));
        Assert.Equal(decimal.Parse(Total().Match(launch).Groups["total"].Value, NumberStyles.Number, CultureInfo.InvariantCulture), rows);
    }

    private static decimal Number(Match row, string group) => decimal.Parse(row.Groups[group].Value, NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| [^|]+ \| (?<amount>[\d,]+) [^|]+ \| \$(?<price>[\d.]+) \| \$(?<makes>[\d.]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\*\*(?<total>[\d,]+) storage requests\*\*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Total();
}
