using System.Net;
using System.Text;
using Ingestion.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task The_new_path_turns_bad_after_so_many_requests_and_is_well_again_after_the_fix()
    {
        await using var service = await RunningService.StartAsync(flags => flags.Allowed = ["canary-ws-1"]);
        Assert.Equal(204, await FaultAsync(service, """{"path":"new","errorRate":0.4,"latencyMs":80,"afterRequests":5}"""));

        Assert.Equal(0, await FailuresAsync(service, "canary-ws-1", 5));
        Assert.Equal(4, await FailuresAsync(service, "canary-ws-1", 10));
        Assert.Equal(0, await FailuresAsync(service, "workspace-0001", 10));

        using var fix = await service.Client.DeleteAsync("/admin/fault");
        Assert.Equal(204, (int)fix.StatusCode);
        Assert.Equal(0, await FailuresAsync(service, "canary-ws-1", 10));

        var metrics = await service.MetricsAsync();
        Assert.Equal(4, metrics["uploads_total{path=\"new\",outcome=\"failed\"}"]);
        var slow = metrics["upload_duration_seconds_count{path=\"new\"}"] - metrics["upload_duration_seconds_bucket{path=\"new\",le=\"0.05\"}"];
        Assert.InRange(slow, 10, 25);
    }

    [Theory]
    [InlineData("""{"path":"newest","errorRate":0.4}""", "expected 'old' or 'new'")]
    [InlineData("""{"path":"new","errorRate":1.4}""", "expected 0 to 1")]
    [InlineData("""{"path":"new","latencyMs":-1}""", "expected 0 to 60000")]
    [InlineData("""{"path":"new","afterRequests":-1}""", "expected 0 or more")]
    [InlineData("""{"path":"new","errorRat":0.4}""", "errorRat")]
    [InlineData("""{"path":""", "JSON")]
    [InlineData("null", "DELETE takes a fault away")]
    [InlineData("{}", "expected 'old' or 'new'")]
    public async Task A_wrong_fault_is_explained_and_changes_nothing(string body, string explanation)
    {
        await using var service = await RunningService.OpenToAllAsync();
        Assert.Equal(204, await FaultAsync(service, """{"path":"new","errorRate":1}"""));
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await service.Client.PostAsync("/admin/fault", content);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(explanation, (await response.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(3, await FailuresAsync(service, "canary-ws-1", 3));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.7", false)]
    public async Task Only_this_machine_may_break_the_service(string caller, bool allowed)
    {
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(caller) } };
        var result = await new LoopbackOnly().InvokeAsync(EndpointFilterInvocationContext.Create(http), _ => ValueTask.FromResult<object?>("done"));
        if (allowed) Assert.Equal("done", result);
        else Assert.Equal(403, Assert.IsType<ProblemHttpResult>(result).StatusCode);
    }

    private static async Task<int> FaultAsync(RunningService service, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await service.Client.PostAsync("/admin/fault", content);
        return (int)response.StatusCode;
    }

    private static async Task<int> FailuresAsync(RunningService service, string workspace, int requests)
    {
        var failures = 0;
        for (var i = 0; i < requests; i++)
            if ((await service.UploadAsync(workspace)).Status == 500) failures++;
        return failures;
    }
}
