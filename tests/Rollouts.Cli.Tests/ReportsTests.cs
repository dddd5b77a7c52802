using System.Globalization;
using System.Text;

namespace Rollouts.Cli.Tests;

/// <summary>Board, review, export and plans of the size that is allowed, over a real host.</summary>
public sealed class ReportsTests : IAsyncLifetime
{
    private readonly RunningHost host = new();

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_launch_is_told_as_board_review_and_export()
    {
        await host.StartAndGoAsync("told");
        (await host.Ann("approve", "told", "--wait", "--timeout", "20s")).Ended(ExitCode.WaitsForPerson);

        Assert.StartsWith("# A launch of seconds: tracking board\n", (await host.Ann("board", "told")).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Array, (await host.Ann("board", "told", "--json")).Ended(ExitCode.Fine).Json.ValueKind);

        var review = (await host.Ann("review", "told")).Ended(ExitCode.Fine).Out;
        Assert.StartsWith("# A launch of seconds: post-launch review\n", review, StringComparison.Ordinal);
        Assert.Contains("| P0 Inside | ", review, StringComparison.Ordinal);
        Assert.Contains("| ann | approve |", review, StringComparison.Ordinal);
        Assert.Equal("told", (await host.Ann("review", "told", "--json")).Ended(ExitCode.Fine).Json.GetProperty("rollout").GetString());

        var day = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var csv = (await host.Ann("export", "told", "--day", day)).Ended(ExitCode.Fine).Out;
        Assert.StartsWith("at,seq,kind,key,rule,verdict,value,samples,by,text,plan\r\n", csv, StringComparison.Ordinal);
        Assert.Contains(",event,phase-entered,", csv, StringComparison.Ordinal);
        var lines = (await host.Ann("export", "told", "--format", "jsonl")).Ended(ExitCode.Fine).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange((await host.Ann("export", "told", "--json")).Ended(ExitCode.Fine).Json.GetArrayLength(), lines.Length, lines.Length + 50);
        Assert.Equal("at,seq,kind,key,rule,verdict,value,samples,by,text,plan\r\n", (await host.Ann("export", "told", "--day", "2020-01-01")).Ended(ExitCode.Fine).Out);
    }

    /// <summary>A new process reads plans and journal from the disk alone; it tells the same.</summary>
    [Fact]
    public async Task A_launch_whose_plan_was_changed_is_told_by_the_plan_of_each_time()
    {
        await host.StartAndGoAsync("changed");
        var file = Path.Combine(host.Folder, "renamed.yaml");
        await File.WriteAllTextAsync(file, TinyPlan.Text.Replace("title: Inside", "title: Our own people", StringComparison.Ordinal).Replace("phase: P1\n", "phase: All\n", StringComparison.Ordinal));
        (await host.Ann("amend", "changed", file, "--reason", "nobody says P1")).Ended(ExitCode.Fine);
        await host.UntilAsync("changed", status => status.Contains("approval of P0", StringComparison.Ordinal));
        (await host.Ann("approve", "changed")).Ended(ExitCode.Fine);
        var status = await host.UntilAsync("changed", status => status.Contains("phase     All", StringComparison.Ordinal));
        Assert.Matches("changed +.* by ann: nobody says P1", status);

        await host.RestartAsync();
        var review = (await host.Ann("review", "changed")).Ended(ExitCode.Fine).Out;
        Assert.Contains("| P0 Inside | ", review, StringComparison.Ordinal);
        Assert.Contains("| All Everyone | ", review, StringComparison.Ordinal);
        Assert.Contains("ann changed it: nobody says P1", review, StringComparison.Ordinal);
        Assert.Contains("| ann | amend |", review, StringComparison.Ordinal);
        var csv = (await host.Ann("export", "changed")).Ended(ExitCode.Fine).Out;
        Assert.Contains("""{""phase"":0,""attempt"":1,""title"":""P0 Inside""}""", csv, StringComparison.Ordinal);
        Assert.Contains("""{""phase"":1,""attempt"":1,""title"":""All Everyone""}""", csv, StringComparison.Ordinal);
        Assert.Equal(2, csv.Split("\r\n")[1..^1].Select(line => line[(line.LastIndexOf(',') + 1)..]).Distinct().Count());
        Assert.StartsWith("# A launch of seconds: tracking board\n", (await host.Ann("board", "changed")).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("board")]
    [InlineData("review")]
    [InlineData("export")]
    public async Task What_is_not_there_cannot_be_told(string verb) =>
        Assert.Contains("there is no rollout nobody", (await host.Ann(verb, "nobody")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task A_plan_is_kept_and_started_by_its_name()
    {
        Assert.Contains("kept tiny, ", (await host.Ann("upload", host.PlanPath)).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
        (await host.Ann("start", "tiny", "--name", "kept")).Ended(ExitCode.Fine);

        var wrong = Path.Combine(host.Folder, "wrong.yaml");
        await File.WriteAllTextAsync(wrong, "plan: x\n");
        Assert.Contains("wrong.yaml:1:1", (await host.Ann("upload", wrong)).Ended(ExitCode.BadUsage).Errors, StringComparison.Ordinal);
    }

    /// <summary>The limit is the plan's own, however many bytes JSON needs to carry it.</summary>
    [Fact]
    public async Task A_plan_of_the_largest_size_is_started_and_kept_and_one_byte_more_is_told_its_limit()
    {
        var largest = Path.Combine(host.Folder, "largest.yaml");
        var comment = new StringBuilder(TinyPlan.Text);
        var left = 256 * 1024 - Encoding.UTF8.GetByteCount(TinyPlan.Text);
        while (left >= 102)
        {
            comment.Append("# ").Append('"', 49).Append('\\', 50).Append('\n');
            left -= 102;
        }

        if (left > 0) comment.Append('#', left - 1).Append('\n');
        await File.WriteAllTextAsync(largest, comment.ToString());
        Assert.Equal(256 * 1024, new FileInfo(largest).Length);

        (await host.Ann("start", largest, "--name", "large")).Ended(ExitCode.Fine);
        (await host.Ann("upload", largest)).Ended(ExitCode.Fine);
        await File.AppendAllTextAsync(largest, "#");
        Assert.Contains("a plan has at most 262,144", (await host.Ann("start", largest, "--name", "larger")).Ended(ExitCode.BadUsage).Errors, StringComparison.Ordinal);
    }
}
