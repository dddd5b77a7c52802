using Rollouts.Engine;

namespace Rollouts.Telemetry.Tests;

/// <summary>The page about telemetry has every metric as it is. WRITE_DOCS=1 writes its table anew.</summary>
public sealed class TelemetryPageTests
{
    private const string Head = "| metric | kind | unit | attributes | meaning |\n|---|---|---|---|---|\n";

    private static string Page => RepositoryFiles.Path("docs", "telemetry.md");

    private static string Table => Head + string.Concat(Instruments.All.Select(instrument =>
        $"| `{instrument.Name}` | {instrument.Kind.ToString().ToLowerInvariant()} | `{instrument.Unit}` | {string.Join(", ", instrument.Attributes.Select(name => $"`{name}`"))} | {instrument.Meaning} |\n"));

    [Fact]
    public void The_table_of_metrics_is_the_one_made_from_the_instruments()
    {
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1")
        {
            var (before, after) = Around(File.ReadAllText(Page));
            File.WriteAllText(Page, before + Table + after);
        }

        Assert.Contains(Table, File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_span_and_variable_that_is_ours_is_on_the_page()
    {
        var page = File.ReadAllText(Page);
        Assert.All(OtlpSettings.Variables.Where(variable => !variable.Contains("OTLP_METRICS", StringComparison.Ordinal) && !variable.Contains("OTLP_LOGS", StringComparison.Ordinal)), variable =>
            Assert.Contains($"`{variable}`", page, StringComparison.Ordinal));
        Assert.All(["accept …", "decide …", "write flag", "write setting", "post", "capture", "call webhook", "observe", "read source", "drive"], span =>
            Assert.Contains($"`{span}`", page, StringComparison.Ordinal));
    }

    /// <summary>What stands before the table and behind it.</summary>
    private static (string Before, string After) Around(string page)
    {
        var at = page.IndexOf(Head, StringComparison.Ordinal);
        if (at < 0) return (page, "");
        var end = page.IndexOf("\n\n", at, StringComparison.Ordinal);
        return (page[..at], end < 0 ? "" : page[(end + 1)..]);
    }
}
