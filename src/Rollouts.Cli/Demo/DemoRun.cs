using System.Threading.Channels;
using LoadDriver;
using Microsoft.Extensions.Logging.Abstractions;
using Rollouts.Engine;
using Rollouts.Local;

namespace Rollouts.Cli.Demo;

/// <summary>One launch in a closed loop: a real service, real requests, its real counts, a fault and the way back, and the way up again.</summary>
internal sealed class DemoRun(DemoTelling telling, DemoOptions options)
{
    private const string Rollout = "demo";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(85);

    /// <summary>Slack takes one message a second and channel, and no phase ends before its messages are out.</summary>
    private static readonly TimeSpan LongestWithSlack = TimeSpan.FromMinutes(5);

    private readonly Channel<Drained> news = Channel.CreateUnbounded<Drained>();
    private bool broken;
    private bool mended;

    /// <summary>0 when the launch came up to everybody and was closed, as the options wanted it.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (!options.Interactive) late.CancelAfter(options.Slack ? LongestWithSlack : Longest);
        var folder = Directory.CreateTempSubdirectory("rollout-demo-").FullName;
        try
        {
            return await RunInAsync(LocalOptions.In(folder), late.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            telling.Tell("the demo took too long and was stopped", "red");
            return ExitCode.TimedOut;
        }
        finally
        {
            if (options.Keep) telling.Tell($"kept: {folder}");
            else Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> RunInAsync(LocalOptions local, CancellationToken cancellation)
    {
        await using var service = await DemoService.StartAsync(local.Flags, cancellation);
        telling.Tell($"the service listens on {service}");
        var plan = DemoPlan.For(service.Address);
        await using var slack = options.Slack ? await DemoSlack.StartAsync(local, cancellation) : null;
        if (slack is not null) telling.Tell($"people decide in Slack: look at {slack.Page}");
        var host = slack?.Host ?? new EmbeddedHost(local, TimeProvider.System, NullLoggerFactory.Instance);
        await using (host)
        {
            host.Changed += (_, change) => news.Writer.TryWrite(change.Drained);
            if (slack is null) await host.StartAsync(cancellation);
            using var stopLoad = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var load = new LoadRun(new(service.Address) { Rate = 150, Duration = options.Interactive ? TimeSpan.FromHours(1) : options.Slack ? LongestWithSlack : Longest, Users = new() { NamedShare = 0.15 } });
            var loading = load.RunAsync(stopLoad.Token);
            telling.Tell("150 requests a second from 404 workspaces");
            var people = new DemoPeople(host.Launches, Rollout, telling, options.Interactive, slack);
            await host.Launches.StartAsync(Rollout, plan.Document, Actor.Of("ada"), "demo-start", cancellation);
            await people.MarkAsync("Alert rules active", "ada", cancellation);
            var last = await FollowAsync(service, people, cancellation);
            await stopLoad.CancelAsync();
            var report = await loading;
            return DemoSummary.Tell(telling, options, last, report, await service.PathsAsync(cancellation));
        }
    }

    private async Task<Drained> FollowAsync(DemoService service, DemoPeople people, CancellationToken cancellation)
    {
        Plan? plan = null;
        await foreach (var drained in news.Reader.ReadAllAsync(cancellation))
        {
            foreach (var decided in DecidedEntry.Of(plan ?? drained.Plan, drained.Entries, _ => drained.Plan))
            foreach (var line in DemoStory.Lines(decided.Plan, decided.Entry))
                telling.Tell(line);
            plan = drained.Plan;
            if (drained.State.IsFinished) return drained;
            if (!news.Reader.TryPeek(out _)) await ActAsync(drained, service, people, cancellation);
        }

        throw new InvalidOperationException("the launch ended without an end");
    }

    private async Task ActAsync(Drained drained, DemoService service, DemoPeople people, CancellationToken cancellation)
    {
        var (plan, state) = (drained.Plan, drained.State);
        if (options.Fault && !broken && state.Main is { Stage: TrackStage.Running } && state.Permitted.Audience.Percent.Value == 40)
        {
            broken = true;
            telling.Tell("the new path turns bad under load: 40 % errors, 50 ms slower", "yellow");
            await service.BreakAsync(cancellation);
        }

        if (broken && !mended && state is { Main.Stage: TrackStage.Returned, Returning.IsEmpty: true })
        {
            mended = true;
            await MendAsync(state, service, people, cancellation);
        }

        if (state is { Stage: RolloutStage.Watching, Pending.IsEmpty: true })
            await people.GiveAsync((id, at) => new Input.Close(id, at, Actor.Of("ada"), "all is well"), cancellation);
        await people.AnswerAsync(plan, state, cancellation);
    }

    private async Task MendAsync(RolloutState state, DemoService service, DemoPeople people, CancellationToken cancellation)
    {
        await service.MendAsync(cancellation);
        telling.Tell("the fix is deployed", "green");
        foreach (var incident in state.Incidents.Keys)
            await people.GiveAsync((id, at) => new Input.ResolveIncident(id, at, Actor.Of("linus"), incident, "fix deployed"), cancellation);
        foreach (var task in state.Tasks.Keys)
            await people.GiveAsync((id, at) => new Input.CompleteTask(id, at, Actor.Of("ada"), task, "a null check"), cancellation);
        await people.GiveAsync((id, at) => new Input.Resume(id, at, Actor.Of("ada"), "fix verified"), cancellation);
        await people.MarkAsync("Root cause fixed", "ada", cancellation);
    }
}
