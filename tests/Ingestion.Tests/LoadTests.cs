using System.Diagnostics;
using LoadDriver;

namespace Ingestion.Tests;

public sealed class LoadTests
{
    [Fact]
    public async Task The_driver_sends_its_rate_stops_by_itself_and_agrees_with_the_service()
    {
        await using var service = await RunningService.StartAsync(flags =>
        {
            flags.Percent = 20;
            flags.DeniedPatterns = ["enterprise-*"];
        });
        var report = await new LoadRun(Plan(service, seconds: 3)).RunAsync();
        Assert.Equal((450, 450, 0, 0), (report.Planned, report.Sent, report.Shed, report.Errors));
        Assert.InRange(report.AchievedRate, 120, 160);
        Assert.InRange(report.LatencyMs.P50, 0.5, 1000);

        var paths = await service.PathsAsync();
        Assert.Equal(paths.New.Ok, report.Outcomes.Single(outcome => outcome is { Path: "new", Status: "200" }).Count);
        Assert.Equal(paths.Old.Ok, report.Outcomes.Single(outcome => outcome is { Path: "old", Status: "200" }).Count);
        Assert.InRange(paths.NewPathWorkspaces, 50, 120);
    }

    [Fact]
    public async Task Failed_requests_are_counted_with_their_path_and_status()
    {
        await using var service = await RunningService.OpenToAllAsync();
        using var fault = await service.Client.PostAsync("/admin/fault", new StringContent("""{"path":"new","errorRate":0.5}""", System.Text.Encoding.UTF8, "application/json"));
        var report = await new LoadRun(Plan(service, seconds: 1)).RunAsync();
        Assert.Equal(75, report.Errors);
        Assert.Equal([("new", "200", 75L), ("new", "500", 75L)], report.Outcomes.Select(o => (o.Path, o.Status, o.Count)));
    }

    [Fact]
    public async Task A_dead_service_is_reported_and_not_thrown()
    {
        var service = await RunningService.StartAsync();
        var plan = Plan(service, seconds: 0.5);
        await service.DisposeAsync();
        var report = await new LoadRun(plan).RunAsync();
        Assert.Equal(75, report.Errors);
        Assert.Equal(("none", "no-answer"), (report.Outcomes.Single().Path, report.Outcomes.Single().Status));
    }

    [Fact]
    public async Task More_than_may_be_under_way_is_shed_and_counted()
    {
        await using var service = await RunningService.OpenToAllAsync();
        using var fault = await service.Client.PostAsync("/admin/fault", new StringContent("""{"path":"new","latencyMs":500}""", System.Text.Encoding.UTF8, "application/json"));
        var report = await new LoadRun(Plan(service, seconds: 1) with { AtMostUnderWay = 10 }).RunAsync();
        Assert.Equal(report.Planned, report.Sent + report.Shed);
        Assert.InRange(report.Sent, 10, 40);
    }

    [Fact]
    public async Task A_stopped_run_ends_at_once_with_what_it_has()
    {
        await using var service = await RunningService.StartAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var started = Stopwatch.GetTimestamp();
        var run = new LoadRun(Plan(service, seconds: 60));
        var report = await run.RunAsync(stop.Token);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        Assert.InRange(report.Sent, 1, 500);
        Assert.Equal(0, report.Errors);
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.RunAsync());
    }

    [Fact]
    public void Named_workspaces_send_their_share_and_all_others_take_turns()
    {
        var users = new Users();
        var sent = Enumerable.Range(0, 4000).GroupBy(n => users.Of(n)).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(404, sent.Count);
        Assert.All(Users.NamedInPlans, name => Assert.Equal(100, sent[name]));
        Assert.All(Enumerable.Range(1, 400), number => Assert.Equal(9, sent[Users.Workspace(number)]));
    }

    [Theory]
    [InlineData("--rate 100", "--url is required")]
    [InlineData("--url ftp://x", "cannot use '--url ftp://x'")]
    [InlineData("--url http://127.0.0.1:1 --rate 0", "--rate is '0', expected 0.1 to 10000")]
    [InlineData("--url http://127.0.0.1:1 --rate", "--rate needs a value")]
    public void Wrong_arguments_are_explained(string line, string explanation) =>
        Assert.Equal(explanation, Assert.Throws<FormatException>(() => LoadArguments.Parse(line.Split(' '))).Message);

    private static LoadPlan Plan(RunningService service, double seconds) =>
        new(service.Client.BaseAddress!) { Duration = TimeSpan.FromSeconds(seconds) };
}
