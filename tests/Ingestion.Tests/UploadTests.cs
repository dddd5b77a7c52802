namespace Ingestion.Tests;

public sealed class UploadTests
{
    [Fact]
    public async Task An_upload_without_a_workspace_is_refused()
    {
        await using var service = await RunningService.OpenToAllAsync();
        using var nobody = await service.Client.PostAsync("/uploads", content: null);
        using var byQuery = await service.Client.PostAsync("/uploads?workspace=canary-ws-1", content: null);
        Assert.Equal(400, (int)nobody.StatusCode);
        Assert.Equal("application/problem+json", nobody.Content.Headers.ContentType?.MediaType);
        Assert.Equal(200, (int)byQuery.StatusCode);
        Assert.Equal(1, (await service.MetricsAsync())["rejected_total{reason=\"no_workspace\"}"]);
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused_on_the_new_path_only()
    {
        await using var service = await RunningService.StartAsync(flags =>
        {
            flags.Allowed = ["canary-ws-1"];
            flags.Settings["Ingestion:MaxFileSize"] = "1 KB";
        });
        Assert.Equal(("new", 200), await service.UploadAsync("canary-ws-1", bytes: 1024));
        Assert.Equal(("new", 413), await service.UploadAsync("canary-ws-1", bytes: 1025));
        Assert.Equal(("old", 200), await service.UploadAsync("workspace-0001", bytes: 1025));
        Assert.Equal(1, (await service.MetricsAsync())["rejected_total{reason=\"too_large\"}"]);
    }

    [Fact]
    public async Task A_workspace_has_its_own_uploads_a_day_until_the_launch_lifts_the_limit()
    {
        await using var service = await RunningService.OpenToAllAsync(flags => flags.Settings["Ingestion:UploadsPerDay"] = "2");
        Assert.Equal(("new", 200), await service.UploadAsync("canary-ws-1"));
        Assert.Equal(("new", 200), await service.UploadAsync("canary-ws-1"));
        Assert.Equal(("new", 429), await service.UploadAsync("canary-ws-1"));
        Assert.Equal(("new", 200), await service.UploadAsync("canary-ws-2"));
        Assert.Equal(3, (await service.PathsAsync()).New.Ok);
        service.Flags.Settings["Ingestion:UploadsPerDay"] = "unlimited";
        service.Flags.Write();
        await RunningService.UntilAsync(async () => await service.UploadAsync("canary-ws-1") == ("new", 200));
    }

    [Fact]
    public async Task A_limit_that_cannot_be_read_leaves_the_old_path_serving()
    {
        await using var service = await RunningService.OpenToAllAsync(flags => flags.Settings["Ingestion:MaxFileSize"] = "10 parsecs");
        Assert.Equal(("old", 200), await service.UploadAsync("canary-ws-1"));
        Assert.Equal(1, service.Router.Unreadable);
    }
}
