namespace Rollouts.Cli.Tests;

/// <summary>Checking plans: what is wrong stands under its line.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rollout-check-");

    [Fact]
    public async Task A_sound_plan_is_fine()
    {
        var plan = Write("tiny.yaml", TinyPlan.Text);
        Assert.EndsWith($"{plan}: fine, plan tiny, 2 phases, 1 warning\n", (await Ran.Of("check", plan)).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
        var json = (await Ran.Of("check", plan, "--json")).Ended(ExitCode.Fine).Json;
        Assert.True(json.GetProperty("sound").GetBoolean());
        Assert.Equal(64, json.GetProperty("plans")[0].GetProperty("hash").GetString()!.Length);
    }

    [Fact]
    public async Task Every_error_of_every_plan_is_shown_with_its_line_and_a_mark_under_its_column()
    {
        var good = Write("tiny.yaml", TinyPlan.Text);
        var bad = Write("bad.yaml", TinyPlan.Text.Replace("percent: 50 }", "percent: 500 }", StringComparison.Ordinal));
        var ran = (await Ran.Of("check", good, bad)).Ended(ExitCode.BadUsage);
        Assert.Contains($"{good}: fine", ran.Out, StringComparison.Ordinal);
        Assert.Contains($"{bad}:30:30: error: ", ran.Out, StringComparison.Ordinal);
        Assert.Contains("""
               30 |       - exposure: { percent: 500 }
                  |                              ^

            """, ran.Out, StringComparison.Ordinal);
        var json = (await Ran.Of("check", good, bad, "--json")).Ended(ExitCode.BadUsage).Json;
        Assert.False(json.GetProperty("sound").GetBoolean());
        Assert.Equal(30, json.GetProperty("plans")[1].GetProperty("errors")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task In_a_folder_every_file_is_a_plan_but_those_of_scenarios()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "plans", "inner"));
        Assert.Contains("there are no plans in ", (await Ran.Of("check", Path.Combine(folder.FullName, "plans"))).Ended(ExitCode.BadUsage).Errors, StringComparison.Ordinal);
        var one = Write(Path.Combine("plans", "tiny.yaml"), TinyPlan.Text);
        var two = Write(Path.Combine("plans", "inner", "tiny.yaml"), TinyPlan.Text);
        Write(Path.Combine("plans", "tiny.scenarios.yaml"), "plan: tiny.yaml\n");
        var plans = (await Ran.Of("check", Path.Combine(folder.FullName, "plans"), one, "--json")).Ended(ExitCode.Fine).Json.GetProperty("plans").EnumerateArray();
        Assert.Equal([two, one], plans.Select(plan => plan.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task A_bad_plan_is_not_sent_to_a_host()
    {
        var bad = Write("bad.yaml", "plan: bad\n");
        var ran = (await Ran.Of("start", bad, "--url", "http://127.0.0.1:9")).Ended(ExitCode.BadUsage);
        Assert.Contains($"{bad}:1:1: error: ", ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("no host", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_an_error_of_the_plan()
    {
        var path = Path.Combine(folder.FullName, "bytes.yaml");
        await File.WriteAllBytesAsync(path, [0x70, 0xff, 0xfe, 0x00]);
        Assert.Contains($"{path}:1:2: error: ", (await Ran.Of("check", path)).Ended(ExitCode.BadUsage).Out, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
