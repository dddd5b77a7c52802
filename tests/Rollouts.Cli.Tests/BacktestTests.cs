namespace Rollouts.Cli.Tests;

public sealed class BacktestTests : IDisposable
{
    private const string Plan = """
        plan: watched
        title: A watched launch
        roles: { lead: { members: [ann] } }
        flags: { new_path: { dial: exposure, unit: user } }
        sources: { shop: { kind: prometheus, url: "http://127.0.0.1:9090" } }
        metrics:
          error_rate: { ratio: failed / total, from: shop, query: { failed: "increase(a[$window])", total: "increase(b[$window])" }, at-least: 50 samples }
        phases:
          - phase: P1
            title: Everyone
            lasts: 1d..
            review: every 1h
            enter: [Ready]
            exposure: { percent: 100 }
            gate: [error_rate over 1h < 2%]
            approve: [lead]
            then: watch
        triggers:
          - { name: errors, when: error_rate over 15m > 10%, do: back to nobody }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rollout-backtest-");

    [Theory]
    [InlineData("2026-03-02T09:00:00Z,error_rate,0.5%,1000\n2026-03-05T09:00:00Z,error_rate,0.5%,1000\n", ExitCode.Fine)]
    [InlineData("2026-03-02T09:00:00Z,error_rate,0.5%,1000\n2026-03-02T20:00:00Z,error_rate,30%,1000\n2026-03-05T09:00:00Z,error_rate,0.5%,1000\n", ExitCode.Failed)]
    [InlineData("2026-03-02T09:00:00Z,error_rate,0.5%,10\n2026-03-05T09:00:00Z,error_rate,0.5%,10\n", ExitCode.Inconclusive)]
    public async Task The_exit_code_says_whether_it_came_to_its_end_was_taken_back_or_cannot_be_told(string values, int code)
    {
        var ran = await Ran.Of("backtest", Written("plan.yaml", Plan), Written("values.csv", "at,metric,value,samples\n" + values), "--json");
        Assert.Equal("What was", ran.Ended(code).Json.GetProperty("scenario").GetString());
    }

    [Fact]
    public async Task What_is_wrong_with_the_values_is_told_with_its_line_and_nothing_is_played()
    {
        var file = Written("values.csv", "at,metric,value\nnoon,error_rate,1%\n2026-03-02T09:00:00Z,erors,1%\n");
        var ran = await Ran.Of("backtest", Written("plan.yaml", Plan), file);
        ran.Ended(ExitCode.BadUsage);
        Assert.Empty(ran.Out);
        Assert.Contains($"{file}:2:1: 'noon' is no time", ran.Errors, StringComparison.Ordinal);
        Assert.Contains($"{file}:3:1: the plan has no metric 'erors'", ran.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Written(string name, string text)
    {
        var file = Path.Combine(folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
