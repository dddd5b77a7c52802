using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>The handlers of the inner ring, with nudges that go through the durable client of the invocation at hand.</summary>
internal sealed class Handlers(
    IRolloutStore store, Drainer drainer, EffectCarrier carrier, PlanCache plans, IPlanStore planStore, IActors actors, TimeProvider time, ILogger<DurableNudge> log)
{
    public DurableNudge Nudge(DurableTaskClient client) => new(client, drainer, log);

    public RolloutHandlers Rollouts(DurableTaskClient client) => new(Launches(client), drainer, store, planStore, actors, time);

    public AlertHandlers Alerts(DurableTaskClient client) => new(Launches(client), time);

    private Launches Launches(DurableTaskClient client) => new(store, drainer, carrier, Nudge(client), plans, time);
}
