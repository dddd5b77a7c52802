using System.Security.Cryptography;
using System.Text;

namespace Ingestion.Tests;

public sealed class ExposureTests
{
    private static readonly string[] Everybody = [.. Enumerable.Range(1, 10_000).Select(n => $"workspace-{n:00000}")];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 100)]
    [InlineData(50, 150)]
    [InlineData(100, 0)]
    public async Task The_percent_is_the_share_of_workspaces_that_the_new_path_serves(double percent, int tolerance)
    {
        await using var service = await RunningService.StartAsync(flags => flags.Percent = percent);
        var served = await service.OnNewPathAsync(Everybody);
        Assert.InRange(served.Count, (percent * 100) - tolerance, (percent * 100) + tolerance);
        Assert.Equal(Everybody.Where(workspace => Bucket(workspace) < percent || percent >= 100), served.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_workspace_stays_on_its_path_while_the_percent_stands()
    {
        await using var service = await RunningService.StartAsync(flags => flags.Percent = 20);
        var first = await service.OnNewPathAsync(Everybody[..1000]);
        Assert.Equal(first, await service.OnNewPathAsync(Everybody[..1000]));
        foreach (var workspace in Everybody[..20])
            Assert.Equal((first.Contains(workspace) ? "new" : "old", 200), await service.UploadAsync(workspace));
    }

    [Fact]
    public async Task Raising_the_percent_takes_nobody_off_the_new_path()
    {
        await using var service = await RunningService.StartAsync(flags => flags.Percent = 0);
        HashSet<string> before = [];
        foreach (var percent in (double[])[5, 10, 20, 40, 80, 100])
        {
            service.Flags.Percent = percent;
            service.Flags.Write();
            await RunningService.UntilAsync(async () => (await service.OnNewPathAsync(Everybody[..1000])).Count >= percent * 8);
            var now = await service.OnNewPathAsync(Everybody[..1000]);
            Assert.ProperSuperset(before, now);
            before = now;
        }
    }

    [Fact]
    public async Task Allowed_workspaces_are_served_at_zero_percent_and_nobody_else()
    {
        await using var service = await RunningService.StartAsync(flags => flags.Allowed = ["canary-ws-1", "canary-ws-2"]);
        Assert.Equal(["canary-ws-1", "canary-ws-2"], await service.OnNewPathAsync(["canary-ws-1", "canary-ws-2", "Canary-ws-1", .. Everybody]));
    }

    [Fact]
    public async Task Denied_workspaces_are_never_served_by_the_new_path()
    {
        await using var service = await RunningService.OpenToAllAsync(flags =>
        {
            flags.Allowed = ["frozen-ws", "enterprise-acme"];
            flags.Denied = ["frozen-ws"];
            flags.DeniedPatterns = ["enterprise-*"];
        });
        string[] asked = ["frozen-ws", "enterprise-acme", "enterprise-eu-acme", "enterprise", "my-enterprise-1"];
        Assert.Equal(["enterprise", "my-enterprise-1"], await service.OnNewPathAsync(asked));
        Assert.Equal(("old", 200), await service.UploadAsync("enterprise-acme"));
    }

    [Fact]
    public async Task The_kill_switch_outranks_every_exposure()
    {
        await using var service = await RunningService.OpenToAllAsync(flags =>
        {
            flags.Allowed = ["canary-ws-1"];
            flags.KillSwitchOn = false;
        });
        Assert.Empty(await service.OnNewPathAsync(["canary-ws-1", .. Everybody[..100]]));
        Assert.Equal(("old", 200), await service.UploadAsync("canary-ws-1"));
    }

    [Fact]
    public async Task A_disabled_flag_is_off_for_the_allowed_too()
    {
        await using var service = await RunningService.OpenToAllAsync(flags =>
        {
            flags.Allowed = ["canary-ws-1"];
            flags.Enabled = false;
        });
        Assert.Empty(await service.OnNewPathAsync(["canary-ws-1", .. Everybody[..100]]));
    }

    /// <summary>The bucket as Microsoft documents it, computed apart from the library.</summary>
    private static double Bucket(string workspace)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace}\ningestion_v2_enabled"));
        return BitConverter.ToUInt32(hash, 0) / (double)uint.MaxValue * 100;
    }
}
