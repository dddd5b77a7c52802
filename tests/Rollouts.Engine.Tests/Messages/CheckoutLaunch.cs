using Rollouts.Simulation;

namespace Rollouts.Engine.Tests.Messages;

/// <summary>A small launch in virtual time, brought into each situation that people are told of.</summary>
internal sealed class CheckoutLaunch
{
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly Actor Lead = Actor.Of("U0LEAD");
    public static readonly Actor Product = Actor.Of("U0PRODUCT");

    public const string Text = """
        plan: new-checkout
        title: New checkout
        channel: "#launch"
        roles:
          lead: { members: [U0LEAD], backup: on-call }
          product: { members: [U0PRODUCT] }
          on-call: { group: S0ONCALL }
        flags:
          new_checkout: { dial: exposure, unit: user, re-arm: gate resume }
          CHECKOUT_ENABLED: { kill-switch: true, re-arm: gate resume }
        settings:
          Checkout:MaxItems: { value: 100, looser: up }
        sources:
          shop: { kind: prometheus, url: "http://127.0.0.1:9090" }
        metrics:
          error_rate: { ratio: failed / total, unit: ratio, from: shop, query: { failed: "increase(a[$window])", total: "increase(b[$window])" }, at-least: 50 samples }
          slow_rate: { ratio: slow / total, unit: ratio, from: shop, query: { slow: "increase(c[$window])", total: "increase(b[$window])" }, at-least: 50 samples }
        ramp: { at-most: 2x }
        acknowledge: { by: lead, within: 15m }
        gates:
          resume: [{ item: Root cause fixed, owner: lead }]
        incidents:
          P1: { commander: lead, tasks: [{ task: Write the timeline, owner: lead, within: 1d }] }
        phases:
          - phase: P1
            title: One in ten
            lasts: 1d..3d
            exposure: { percent: 10, settings: { "Checkout:MaxItems": 20 } }
            enter:
              - { item: Dashboards are live, owner: lead, evidence: required }
              - { group: Support, criteria: [{ item: Support is briefed, owner: product }] }
            gate:
              may-miss: 1
              mitigation-by: lead
              criteria:
                - error_rate over 1d < 2%
                - slow_rate over 1d < 5%
              approve: { all: [lead, product], within: 1d, then: remind backup }
          - phase: P2
            title: Everybody
            lasts: 7d..
            steps:
              - { exposure: { percent: 20, deny: [enterprise-acme] }, bake: 1d, gate: [error_rate over 1h < 2%] }
              - { exposure: { percent: 40 }, bake: 1d, gate: [error_rate over 1h < 2%] }
              - { exposure: { percent: 80 }, bake: 1d, gate: [error_rate over 1h < 2%] }
              - { exposure: { percent: 100 } }
            gate:
              criteria: [error_rate over 7d < 1%]
              review: every friday 10:00
              approve: [lead]
        triggers:
          - { name: errors, when: error_rate over 15m > 10%, do: back to previous step, resume: gate resume }
        way-back:
          - turn off: CHECKOUT_ENABLED
          - { notify: "#incidents", say: "Taking {launch} back to {target}: {cause}" }
          - capture: [flags]
          - { open incident: P1, title: "{cause}" }
          - restore: exposure of target
          - { task: Investigate the root cause, owner: lead, within: 24h }
        """;

    public CheckoutLaunch()
    {
        Virtual = new(Plan, Begin, (wanted, at) =>
        {
            var value = World.GetValueOrDefault(wanted.Key.Metric, 0.005);
            return new(wanted.Key, at, wanted.From, value, 1000, value * 1000, 1000, "test", null);
        });
        Virtual.Start("checkout", Lead);
    }

    public static Plan Plan { get; } = PlanReader.Read(Text) switch
    {
        PlanReading.Sound sound => sound.Plan,
        PlanReading.Faulty faulty => throw new InvalidOperationException(string.Join('\n', faulty.Errors)),
        _ => throw new InvalidOperationException("unknown reading"),
    };

    public VirtualLaunch Virtual { get; }

    public Dictionary<string, double> World { get; } = new(StringComparer.Ordinal);

    public RolloutState State => Virtual.State;

    public LaunchRecord Record => Virtual.History.Aggregate(LaunchRecord.Empty, (record, decided) => record.After(decided));

    public Scene Scene => new(Virtual.Plan, State, Record, Virtual.Now, new("https://rollouts.example/"));

    public IEnumerable<Effect.Post> Posts => Record.Posts.Values.Select(post => post.Post).OrderBy(post => post.Seq).ThenBy(post => post.Id.Length).ThenBy(post => post.Id, StringComparer.Ordinal);

    public Effect.Post Last(string topic) => Posts.Last(post => post.Topic == topic);

    public Message Message(string topic) => Composer.Compose(Scene, Last(topic));

    public CheckoutLaunch Marked()
    {
        Accepted((id, at) => new Input.Mark(id, at, Lead, "dashboards-are-live", true, new("https://grafana.example/d/1", null), ""));
        Accepted((id, at) => new Input.Mark(id, at, Product, "support-is-briefed", true, null, ""));
        Virtual.RunFor(TimeSpan.FromMinutes(10));
        return this;
    }

    public CheckoutLaunch Asked()
    {
        Marked();
        Virtual.RunFor(TimeSpan.FromDays(2), () => State.Gates.Values.Any(gate => gate.Approval is not null));
        return this;
    }

    public CheckoutLaunch InEverybody()
    {
        Asked();
        Accepted((id, at) => new Input.Approve(id, at, Lead, null, "numbers are fine"));
        Accepted((id, at) => new Input.Approve(id, at, Product, null, ""));
        Virtual.RunFor(TimeSpan.FromHours(30));
        return this;
    }

    public CheckoutLaunch TakenBack()
    {
        InEverybody();
        World["error_rate"] = 0.3;
        Virtual.RunFor(TimeSpan.FromMinutes(20));
        return this;
    }

    public CheckoutLaunch MissingLatency()
    {
        World["slow_rate"] = 0.08;
        Marked();
        Virtual.RunFor(TimeSpan.FromHours(2));
        return this;
    }

    public CheckoutLaunch Then(Action<CheckoutLaunch> act)
    {
        act(this);
        return this;
    }

    public void Accepted(Func<string, DateTimeOffset, Input> make) => Assert.IsType<Outcome.Accepted>(Virtual.Give(make));
}
