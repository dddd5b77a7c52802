namespace Rollouts.Cli.Tests;

/// <summary>Verifying journals, over HTTP and on disk.</summary>
public sealed class JournalTests : IAsyncLifetime
{
    private readonly RunningHost host = new();

    private string Copy => Path.Combine(host.Folder, "copy.jsonl");

    public async Task InitializeAsync()
    {
        await host.InitializeAsync();
        await host.StartAndGoAsync("kept");
        (await host.Ann("pause", "kept", "--reason", "a reason to keep")).Ended(ExitCode.Fine);
        File.Copy(Path.Combine(host.Folder, "data", "kept", "journal.jsonl"), Copy);
    }

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_journal_as_it_was_written_is_intact_over_http_and_on_disk()
    {
        var before = (await host.Ann("get", "kept", "--json")).Json.GetProperty("seq").GetInt64();
        var remote = (await host.Ann("journal", "kept", "--verify", "--json")).Ended(ExitCode.Fine).Json;
        Assert.True(remote.GetProperty("intact").GetBoolean());
        Assert.InRange(remote.GetProperty("entries").GetInt64(), before, long.MaxValue);
        Assert.Matches(@": intact, \d+ entries, head [0-9a-f]{64}\n$", (await Verify()).Ended(ExitCode.Fine).Out);
    }

    [Fact]
    public async Task A_changed_entry_is_found()
    {
        var text = await File.ReadAllTextAsync(Copy);
        await File.WriteAllTextAsync(Copy, text.Replace("a reason to keep", "another reason", StringComparison.Ordinal));
        var broken = (await Verify()).Ended(ExitCode.Failed);
        Assert.Matches(@"the journal is broken after \d+ sound entries: entry \d+ was changed after it was written\n$", broken.Errors);
        Assert.Empty(broken.Out);
    }

    [Fact]
    public async Task An_entry_taken_out_is_found()
    {
        var lines = await File.ReadAllLinesAsync(Copy);
        await File.WriteAllLinesAsync(Copy, lines.Where((_, i) => i != 1));
        Assert.Contains("after 1 sound entries: entry 3 stands where entry 2 should", (await Verify()).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_entry_is_found()
    {
        await File.AppendAllTextAsync(Copy, "{}\n");
        Assert.Contains("is no entry", (await Verify()).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_torn_last_line_is_nothing_that_was_acknowledged()
    {
        await File.AppendAllTextAsync(Copy, "{\"seq\":9");
        (await Verify()).Ended(ExitCode.Fine);
    }

    [Fact]
    public async Task A_journal_is_printed_from_the_entry_asked_for()
    {
        var lines = (await host.Ann("journal", "kept", "--after", "1")).Ended(ExitCode.Fine).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("    2  ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("ann: pause: \"a reason to keep\" -> paused: ann paused: a reason to keep", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("P0 step 1 entered", StringComparison.Ordinal));
        var local = (await Ran.Of("journal", "--file", Copy, "--after", "1")).Ended(ExitCode.Fine).Out;
        Assert.StartsWith(lines[0].Split("->")[0], local, StringComparison.Ordinal);
    }

    private Task<Ran> Verify() => Ran.Of("journal", "--file", Copy, "--verify");
}
