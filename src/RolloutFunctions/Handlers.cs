using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>The handlers of the inner ring, with nudges that go through the durable client of the invocation at hand.</summary>
internal sealed class Handlers(
    IRolloutStore store, Drainer drainer, EffectCarrier carrier, PlanCache plans, IPlanStore planStore, IActors actors, Listeners listeners, NudgeBook book,
    AlertSenders senders, SlackConnection slack, TimeProvider time, ILoggerFactory logs)
{
    public DurableNudge Nudge(DurableTaskClient client) => new(client, drainer, book, time, logs.CreateLogger<DurableNudge>());

    public RolloutHandlers Rollouts(DurableTaskClient client) => new(Launches(client), drainer, store, plans, planStore, actors, time);

    public AlertHandlers Alerts(DurableTaskClient client) => new(
        Launches(client), listeners, senders.Settings, senders.Proofs, time, logs.CreateLogger<AlertHandlers>());

    /// <summary>Null where no Slack is configured.</summary>
    public SlackHandlers? Slack(DurableTaskClient client) =>
        slack.App?.Handlers(new(store, drainer, carrier, new LaterNudge(Nudge(client), logs.CreateLogger<DurableNudge>()), plans, time));

    private Launches Launches(DurableTaskClient client) => new(store, drainer, carrier, Nudge(client), plans, time);
}
