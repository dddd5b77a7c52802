using System.Text;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class AppendFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Appends_stand_in_the_order_in_which_they_came()
    {
        var stored = new List<(int, long)>();
        using (var file = new AppendFile(folder["log"], 0))
        {
            await Task.WhenAll(Enumerable.Range(0, 3000).Select(n => file.AppendAsync(Encoding.ASCII.GetBytes($"{n}\n"), at => stored.Add((n, at)))));
        }

        Assert.Equal(Enumerable.Range(0, 3000).Select(n => $"{n}"), File.ReadAllLines(folder["log"]));
        Assert.Equal(Enumerable.Range(0, 3000), stored.Select(one => one.Item1));
        Assert.Equal(0, stored[0].Item2);
        Assert.Equal(2, stored[1].Item2);
    }

    [Fact]
    public async Task A_disk_that_fails_fails_everyone_who_waits_and_tells_the_file()
    {
        // On Linux, /dev/full takes no byte: the nearest thing to a full disk.
        if (!File.Exists("/dev/full")) return;
        using var file = new AppendFile("/dev/full", 0);

        var appends = Enumerable.Range(0, 5).Select(_ => file.AppendAsync(new byte[10], _ => Assert.Fail("it was not stored"))).ToList();

        foreach (var append in appends) Assert.Contains("/dev/full", (await Assert.ThrowsAsync<StoreException>(() => append)).Message);
    }

    [Fact]
    public async Task What_was_accepted_before_closing_is_written()
    {
        var file = new AppendFile(folder["log"], 0);
        var appends = Enumerable.Range(0, 500).Select(_ => file.AppendAsync("line\n"u8.ToArray(), _ => { })).ToList();

        file.Dispose();

        await Task.WhenAll(appends);
        Assert.Equal(500, File.ReadAllLines(folder["log"]).Length);
    }

    [Fact]
    public async Task A_closed_file_refuses()
    {
        var file = new AppendFile(folder["log"], 0);
        file.Dispose();

        await Assert.ThrowsAsync<StoreException>(() => file.AppendAsync(new byte[1], _ => { }));
    }
}
