using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>Launches over journal files as a durable head drives them: drains and rounds, without a conductor.</summary>
internal sealed class DrivenLaunches : IDisposable
{
    private const string Plan = """
        plan: driven
        title: Driven
        label: LABEL
        observe: 20s
        roles: { lead: { members: [ann] } }
        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED:  { kill-switch: true, re-arm: gate fixed }
        sources: { service: { kind: prometheus, url: "http://SOURCE" } }
        metrics:
          error_rate: { measure: gauge, unit: ratio, from: service, query: "error_rate[$window]" }
        gates: { fixed: [Fixed] }
        resume: gate fixed
        go: [{ item: Ready, id: ready }]
        phases:
          - phase: P0
            title: Everyone
            lasts: 1d..
            review: every 1h
            exposure: { percent: 100 }
            gate: [error_rate over 5m < 5%]
        triggers:
          - { name: errors, alert: HighErrorRate, do: back to nobody }
          - { name: many errors, when: error_rate over 5m > 10%, do: pause }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly JournalFiles files;

    public DrivenLaunches(TimeProvider time)
    {
        Time = time;
        files = new(folder.Path, time);
        Store = new(files);
        Drainer = new(Store, new(), time);
    }

    public static Actor Ann { get; } = Actor.Of("ann");

    public TimeProvider Time { get; }

    public CountedStore Store { get; }

    public Drainer Drainer { get; }

    public async Task StartAsync(string rollout, string source = "one")
    {
        var reading = PlanReader.Read(Plan.Replace("LABEL", rollout, StringComparison.Ordinal).Replace("SOURCE", source, StringComparison.Ordinal));
        var document = reading is PlanReading.Sound sound ? sound.Document : throw new InvalidOperationException(string.Join('\n', ((PlanReading.Faulty)reading).Errors));
        Assert.True(await Store.CreateAsync(rollout, document, new Input.Start("start", Time.GetUtcNow(), Ann, rollout, document.Name, document.Hash), default));
        await Store.OfferAsync(rollout, new Input.Mark("ready", Time.GetUtcNow(), Ann, "ready", true, null, ""), default);
        await Drainer.DrainAsync(rollout, [new Input.Tick("tick", Time.GetUtcNow())], default);
        while (await Drainer.ReadAsync(rollout, default) is { Work.Effects: [var effect, ..] })
            await Drainer.RecordAsync(rollout, [new Input.EffectSucceeded("done:" + effect.Id, Time.GetUtcNow(), effect.Id, "")], default);
    }

    public async Task<ImmutableArray<Entry>> JournalAsync(string rollout) => (await Store.ReadAsync(rollout, 0, default))!.Entries;

    public void Dispose()
    {
        Drainer.Dispose();
        files.Dispose();
        folder.Dispose();
    }
}
