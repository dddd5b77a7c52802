using System.Net.Http.Json;
using Ingestion.Counts;

namespace Ingestion.Tests;

public sealed class EpisodeTests
{
    [Fact]
    public async Task A_way_back_ends_an_episode_and_the_re_ramp_begins_a_clean_one()
    {
        await using var service = await RunningService.StartAsync(flags => flags.Allowed = ["canary-ws-1", "canary-ws-2"]);
        await service.UploadAsync("canary-ws-1");
        using (await service.Client.PostAsJsonAsync("/admin/fault", new { path = "new", errorRate = 1.0, latencyMs = 20 }))
        {
            await service.UploadAsync("canary-ws-1");
        }

        await service.UploadAsync("canary-ws-2");
        var bad = Assert.Single((await service.PathsAsync()).Episodes);
        Assert.True(bad.Open);

        service.Flags.KillSwitchOn = false;
        service.Flags.Write();
        await RunningService.UntilAsync(async () => (await service.UploadAsync("canary-ws-1")).Path == "old");
        using (await service.Client.DeleteAsync("/admin/fault"))
        {
            service.Flags.KillSwitchOn = true;
            service.Flags.Write();
        }

        await RunningService.UntilAsync(async () => (await service.UploadAsync("canary-ws-1")).Path == "new");

        var page = await service.PathsAsync();
        Assert.Equal([1, 2], page.Episodes.Select(episode => episode.Number));
        var (first, second) = (page.Episodes[0], page.Episodes[1]);
        Assert.False(first.Open);
        Assert.True(first.FirstServed < first.FirstBad);
        Assert.True(first.FirstBad < first.LastServed);
        Assert.InRange(first.FirstBadToLastServedMs!.Value, 25, 5000);
        Assert.Equal((first.LastServed - first.FirstBad!.Value).TotalMilliseconds, first.FirstBadToLastServedMs.Value, tolerance: 1);
        Assert.Equal(first.Requests - 1, first.Failures);
        Assert.Equal(2, first.Workspaces);
        Assert.True(second.Open);
        Assert.Null(second.FirstBad);
        Assert.Equal((1, 0, 1), (second.Requests, second.Failures, second.Workspaces));
        Assert.True(second.FirstServed > first.LastServed);

        Assert.Equal(first.FirstBad, page.FirstBad);
        Assert.Equal(second.LastServed, page.LastServedByNewPath);
        Assert.Equal(2, page.NewPathWorkspaces);
        Assert.Equal(first.Requests + second.Requests, page.New.Ok + page.New.Failed);
        Assert.Equal(0, page.Now.Ticks % TimeSpan.TicksPerMillisecond);
    }

    [Fact]
    public void An_upload_that_was_under_way_when_the_switch_fell_belongs_to_the_ending_episode()
    {
        var episodes = new Episodes();
        episodes.Served("a", At(1), At(2), ok: true);
        episodes.Closed(arrived: At(10), seen: At(11));
        episodes.Served("b", At(9), At(60), ok: false);
        var only = Assert.Single(episodes.All);
        Assert.Equal((At(9), At(60), At(11)), (only.FirstBad, only.LastServed, only.Closed));
    }

    [Fact]
    public void An_upload_routed_before_the_switch_rose_does_not_end_the_new_episode()
    {
        var episodes = new Episodes();
        episodes.Served("a", At(1), At(2), ok: true);
        episodes.Closed(arrived: At(10), seen: At(11));
        episodes.Served("a", At(30), At(32), ok: true);
        episodes.Closed(arrived: At(31), seen: At(33));
        episodes.Served("a", At(40), At(42), ok: true);
        Assert.Equal(2, episodes.All.Count);
        Assert.Null(episodes.All[1].Closed);
        Assert.Equal(2, episodes.All[1].Requests);
    }

    [Fact]
    public void Failures_are_ordered_by_arrival_and_not_by_answer()
    {
        var episodes = new Episodes();
        episodes.Served("slow-start", At(5), At(8), ok: false);
        episodes.Served("slow", At(3), At(9), ok: false);
        Assert.Equal(At(3), episodes.All[0].FirstBad);
    }

    [Fact]
    public void A_long_silence_ends_an_episode()
    {
        var episodes = new Episodes();
        episodes.Served("a", At(0), At(1), ok: true);
        var later = At(1) + Episodes.Quiet;
        Assert.True(episodes.IsOpen(episodes.All[0], later));
        episodes.Served("a", later, later + At(1), ok: true);
        Assert.Single(episodes.All);
        episodes.Served("a", later + At(2) + Episodes.Quiet, later + At(3) + Episodes.Quiet, ok: true);
        Assert.Equal(2, episodes.All.Count);
        Assert.False(episodes.IsOpen(episodes.All[0], later + At(3) + Episodes.Quiet));
    }

    private static TimeSpan At(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
