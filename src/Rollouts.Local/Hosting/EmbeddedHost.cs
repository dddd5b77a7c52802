using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>The whole engine in one process over files: a conductor for each rollout that is not over, one observer for all.</summary>
/// <remarks>A restart continues where the last process was: everything is read from the journals.</remarks>
public sealed class EmbeddedHost : INudge, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ScrapeLongest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (Conductor Conductor, Task Run)> driven = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Drained> seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly TimeProvider time;
    private readonly ILoggerFactory logs;
    private readonly ILogger<EmbeddedHost> log;
    private readonly OutboundHttp http;
    private readonly FlagsFile flags;
    private readonly PostsFile posts;
    private readonly EffectCarrier carrier;
    private readonly KpiReader reader;
    private readonly Observer observer;
    private readonly LocalSlack? slack;
    private Task observing = Task.CompletedTask;
    private Task slackBeating = Task.CompletedTask;
    private DateTimeOffset scraped;
    private int disposed;

    /// <exception cref="StoreException">Another process holds the data folder.</exception>
    public EmbeddedHost(LocalOptions options, TimeProvider time, ILoggerFactory logs)
    {
        this.time = time;
        this.logs = logs;
        log = logs.CreateLogger<EmbeddedHost>();
        Store = new JournalFiles(options.Data, time, logs.CreateLogger<JournalFiles>());
        Plans = new(Path.Combine(options.Data, "plans"));
        flags = new(options.Flags, time);
        posts = new(options.Data, time);
        http = new(new AllowedHosts(options.AllowedHosts), OutboundLimits.Default, time);
        var samples = new SampleFiles(Path.Combine(options.Data, "samples"), time);
        Events = new(Path.Combine(options.Data, "events"), time);
        reader = new([new PrometheusTextSource(http, samples), new PrometheusSource(http), new JsonSource(http, samples), new EventsSource(Events)], time);
        observer = new(reader, time);
        Drainer = new(Store, Parsed, time, Saw);
        slack = options.Slack is { IsConfigured: true } settings ? new(settings, Drainer, Store, Parsed, posts, time, logs) : null;
        var notifier = slack?.App.Notifier ?? (INotifier)posts;
        if (!options.Channels.IsEmpty)
            notifier = new ChannelRouter(options.Channels.Ways(http, time), new(Drainer, Store, Parsed, time, options.Channels.Pages), Store, notifier, time, logs.CreateLogger<ChannelRouter>());
        carrier = new(new KeyWriter(flags, Store), notifier, new EvidenceFiles(options.Data), flags, http, time);
        Launches = new(Store, Drainer, carrier, this, Parsed, time);
        IHealthProbe[] probes = [new JournalProbe(Store), new FlagsProbe(flags), new SourcesProbe(Store, Drainer, reader, time)];
        Health = new(slack is null ? probes : [.. probes, slack.Probe], time);
        Listeners = new(Store, Drainer, logs.CreateLogger<Listeners>());
        Slack = slack?.App.Handlers(Launches);
    }

    /// <summary>What Slack's requests are answered by; null where there is no Slack.</summary>
    public SlackHandlers? Slack { get; }

    public JournalFiles Store { get; }

    public PlanFiles Plans { get; }

    /// <summary>The plans of launches, read once.</summary>
    public PlanCache Parsed { get; } = new();

    public EventFiles Events { get; }

    public Drainer Drainer { get; }

    public Launches Launches { get; }

    public Listeners Listeners { get; }

    public HealthHandlers Health { get; }

    /// <summary>Raised for every drain that appended entries, in the order of the journal: what a terminal follows. Handlers must be quick.</summary>
    public event EventHandler<DrainedEventArgs>? Changed;

    /// <summary>Takes up every rollout that is not over, and begins to observe.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var rollout in await Store.ListAsync(cancellation)) Drive(rollout);
        observing = Task.Run(ObserveAsync, CancellationToken.None);
        if (slack is not null) slackBeating = Task.Run(() => slack.BeatAsync(stopping.Token), CancellationToken.None);
    }

    public Task NudgeAsync(string rollout, Drained? decided, CancellationToken cancellation)
    {
        Drive(rollout).Nudge();
        return Task.CompletedTask;
    }

    /// <summary>Stops: what is under way is finished or left for the next start; nothing acknowledged is lost. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1) return;
        await stopping.CancelAsync();
        await Task.WhenAll(driven.Values.Select(each => each.Run).Append(observing).Append(slackBeating));
        slack?.Dispose();
        Drainer.Dispose();
        posts.Dispose();
        flags.Dispose();
        Events.Dispose();
        http.Dispose();
        Store.Dispose();
        stopping.Dispose();
    }

    private Conductor Drive(string rollout) => driven.AddOrUpdate(rollout, Begin, (name, known) => known.Run.IsCompleted ? Begin(name) : known).Conductor;

    private (Conductor, Task) Begin(string rollout)
    {
        var conductor = new Conductor(rollout, Drainer, carrier, time, logs.CreateLogger<Conductor>());
        return (conductor, Task.Run(() => RunAsync(rollout, conductor), CancellationToken.None));
    }

    /// <summary>Drives until the launch is over. What nobody foresaw is logged and tried again: a launch that stands still is the worst outcome.</summary>
    private async Task RunAsync(string rollout, Conductor conductor)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await conductor.RunAsync(stopping.Token);
                if (seen.TryRemove(rollout, out var last) && last.State.IsFinished) await Store.ReleaseAsync(rollout, CancellationToken.None);
                return;
            }
            catch (Exception problem)
            {
                log.DriveFailed(problem, rollout);
                await Task.Delay(AfterFailure, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Saw(Drained drained)
    {
        seen[drained.State.Rollout] = drained;
        slack?.Saw(drained);
        if (!drained.Entries.IsEmpty) Changed?.Invoke(this, new(drained));
    }

    private async Task ObserveAsync()
    {
        using var beat = new PeriodicTimer(Beat, time);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await beat.WaitForNextTickAsync(stopping.Token)) await ObserveOnceAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                log.ObservingStopped();
            }
            catch (Exception problem)
            {
                log.ObservingFailed(problem);
                await Task.Delay(AfterFailure, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ObserveOnceAsync()
    {
        var launches = seen.Values.ToArray();
        if (launches.Length == 0) return;
        if (time.GetUtcNow() - scraped >= ScrapeEvery(launches))
        {
            scraped = time.GetUtcNow();
            foreach (var (source, error) in await reader.ScrapeAsync([.. launches.Select(launch => KpiDemand.Of(launch.Plan, []))], scraped, stopping.Token))
                log.ScrapeFailed(source, error);
        }

        await observer.ObserveAsync(launches, (rollout, evaluate) => Drive(rollout).Offer(evaluate), stopping.Token);
    }

    /// <summary>Three samples to the shortest observation, at most every thirty seconds.</summary>
    private static TimeSpan ScrapeEvery(Drained[] launches)
    {
        var third = launches.Min(launch => launch.Plan.Observe) / 3;
        return third < ScrapeLongest ? third : ScrapeLongest;
    }
}

public sealed class DrainedEventArgs(Drained drained) : EventArgs
{
    public Drained Drained { get; } = drained;
}
