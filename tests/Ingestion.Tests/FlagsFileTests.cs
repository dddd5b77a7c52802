namespace Ingestion.Tests;

public sealed class FlagsFileTests
{
    private const string Anybody = "workspace-0001";

    [Fact]
    public async Task Without_a_flags_file_the_old_path_serves_until_one_appears()
    {
        await using var service = await RunningService.StartAsync();
        Assert.Equal(("old", 200), await service.UploadAsync(Anybody));
        service.Flags.Percent = 100;
        service.Flags.Write();
        await RunningService.UntilAsync(() => service.IsOnNewPathAsync(Anybody));
    }

    [Fact]
    public async Task A_file_replaced_by_rename_counts_within_half_a_second()
    {
        await using var service = await RunningService.OpenToAllAsync();
        var took = new List<TimeSpan>();
        for (var turn = 0; turn < 21; turn++)
        {
            service.Flags.KillSwitchOn = turn % 2 == 1;
            service.Flags.Write();
            took.Add(await RunningService.UntilAsync(async () => await service.IsOnNewPathAsync(Anybody) == service.Flags.KillSwitchOn));
        }
        // The median, since on a machine that runs other tests beside this one a single turn may wait for the processor.
        var median = took.Order().ElementAt(took.Count / 2);
        Assert.True(median < TimeSpan.FromMilliseconds(500), $"half of the turns took {median.TotalMilliseconds} ms or more");
    }

    [Fact]
    public async Task A_removed_file_turns_everything_off()
    {
        await using var service = await RunningService.OpenToAllAsync();
        Assert.True(await service.IsOnNewPathAsync(Anybody));
        service.Flags.Delete();
        await RunningService.UntilAsync(async () => !await service.IsOnNewPathAsync(Anybody));
    }

    [Theory]
    [InlineData("{ \"feature_management\": { \"feature_flags\": [ { \"id\": \"ingestion_v2_ena")]
    [InlineData("[1, 2]")]
    public async Task A_broken_file_leaves_the_last_good_one_in_force(string broken)
    {
        await using var service = await RunningService.OpenToAllAsync();
        service.Flags.Replace(broken);
        await Task.Delay(300);
        Assert.True(await service.IsOnNewPathAsync(Anybody));
        service.Flags.KillSwitchOn = false;
        service.Flags.Write();
        await RunningService.UntilAsync(async () => !await service.IsOnNewPathAsync(Anybody));
    }

    [Fact]
    public async Task A_flag_with_an_unknown_filter_lets_nobody_in_and_is_counted()
    {
        await using var service = await RunningService.StartAsync();
        service.Flags.Replace("""
            { "feature_management": { "feature_flags": [
              { "id": "INGESTION_ENABLED", "enabled": true },
              { "id": "ingestion_v2_enabled", "enabled": true, "conditions": { "client_filters": [ { "name": "Moon.Phase" } ] } } ] } }
            """);
        await RunningService.UntilAsync(async () => await service.UploadAsync(Anybody) == ("old", 200) && service.Router.Unreadable > 0);
        Assert.True((await service.MetricsAsync())["flag_unreadable_total"] >= 1);
    }
}
