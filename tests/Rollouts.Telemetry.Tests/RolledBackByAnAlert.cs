namespace Rollouts.Telemetry.Tests;

/// <summary>One launch on <c>rollout serve</c> with a collector and a Slack beside it; an alert rolls it back.</summary>
public sealed class RolledBackByAnAlert : IAsyncLifetime
{
    public const string Rollout = "checkout-v2";

    /// <summary>As senders that record nothing themselves send it.</summary>
    public const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Sender = $"00-{Trace}-b7ad6b7169203331-00";

    private const string Plan = """
        plan: watched
        title: A watched launch
        channel: "#launch"
        observe: 500ms
        roles:
          lead: { members: [U0LEAD] }
        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED:  { kill-switch: true, re-arm: gate fixed }
        sources:
          shop: { kind: json, url: "http://127.0.0.1:9/", }
        metrics:
          error_rate: { measure: gauge, from: shop, unit: count, query: /errors }
        gates:
          fixed: [Cause fixed]
        resume: gate fixed
        go: [{ item: Ready, owner: lead }]
        phases:
          - phase: P0
            title: Everyone
            lasts: 1d..
            exposure: { percent: 100 }
            gate: [error_rate over 1m < 5]
        triggers:
          - { name: errors, alert: HighErrorRate, do: back to nobody }
        way-back:
          - turn off: ENABLED
          - { notify: "#incidents", say: "Taking {launch} back to {target}: {cause}" }
          - capture: [flags, metrics, alerts]
          - restore: exposure of target
        """;

    private ServedHouse house = null!;

    internal Collector Collector => house.Collector;

    internal ServedHost Host => house.Host;

    internal Entry[] Journal { get; private set; } = [];

    public async Task InitializeAsync()
    {
        house = await ServedHouse.StartAsync();
        await Host.SendAsync("api/rollouts", new { rollout = Rollout, planText = Plan }, "U0LEAD");
        await Host.SendAsync($"api/rollouts/{Rollout}/commands", new { command = "mark", item = "Ready" }, "U0LEAD");
        await HappenedAsync<RolloutEvent.StepStarted>();
        // Long enough for the source that is down to have been asked.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var alert = new { status = "firing", labels = new { alertname = "HighErrorRate", rollout = Rollout }, fingerprint = "e1", startsAt = TimeProvider.System.GetUtcNow() };
        await Host.SendAsync("api/alerts/alertmanager", new { version = "4", status = "firing", alerts = new[] { alert } }, trace: Sender);
        await HappenedAsync<RolloutEvent.WayBackEnded>();
        await ServedHost.UntilAsync(async () => (Journal = await Host.JournalAsync(Rollout)) is var read && Planned(read).All(effect => Done(read).Contains(effect.Id)), () => "effects are not done: " + Host.Errors);
    }

    public async Task DisposeAsync() => await house.DisposeAsync();

    internal static IEnumerable<Effect> Planned(IEnumerable<Entry> journal) => Events<RolloutEvent.EffectPlanned>(journal).Select(planned => planned.Effect);

    internal static IEnumerable<string> Done(IEnumerable<Entry> journal) => Events<RolloutEvent.EffectDone>(journal).Select(done => done.Effect);

    internal static IEnumerable<T> Events<T>(IEnumerable<Entry> journal) => journal.SelectMany(entry => entry.Events).OfType<T>();

    private Task HappenedAsync<T>()
        where T : RolloutEvent =>
        ServedHost.UntilAsync(
            async () => Events<T>(Journal = await Host.JournalAsync(Rollout)).Any(), () => $"no {typeof(T).Name}:\n{string.Join('\n', Journal.Select(EntryChain.Write))}\n{Host.Errors}");
}
