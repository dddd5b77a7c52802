using System.Text.Json.Nodes;
using Rollouts.Benchmarks;

namespace Rollouts.Local.Tests.Benchmarks;

/// <summary>The benchmark command in its quick mode: that it works, not how fast anything is.</summary>
public class BenchmarksRun
{
    [Fact]
    public async Task The_benchmark_command_measures_all_it_promises_against_its_floors()
    {
        var report = await BenchmarkRun.RunAsync(quick: true);
        Assert.All(report.Rows, row => Assert.True(row.Time.Least > 0, row.What));
        Assert.All(report.Rows.Where(row => row.Floor is not null), row => Assert.True(row.Ratio is > 0 and < double.PositiveInfinity, row.What));

        var rows = JsonNode.Parse(report.ToJson())!["rows"]!.AsArray();
        Assert.Equal(report.Rows.Count, rows.Count);
        var text = report.ToText();
        foreach (var promised in new[] { "42 days of D7", "nothing changes", "an entry is sealed", "store an input", "64 at a time", "seal and commit", "to the flag written", "'fenced'" })
            Assert.Contains(promised, text, StringComparison.Ordinal);
    }
}
