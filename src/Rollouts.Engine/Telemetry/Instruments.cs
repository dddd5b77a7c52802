using System.Collections.Immutable;
using static Rollouts.Engine.InstrumentKind;

namespace Rollouts.Engine;

/// <summary>Every metric there is.</summary>
public static class Instruments
{
    public static Instrument Observations { get; } = new("rollout.observations", Counter, "{observation}",
        "Readings taken for launches; without data is not good data.", Tags.Name, Tags.Metric, Tags.Result);

    public static Instrument SourceDuration { get; } = new("rollout.source.duration", Histogram, "s",
        "How long a source of KPIs took to answer, or to fail.", Tags.Source, Tags.SourceKind, Tags.Result);

    public static Instrument SourceFailures { get; } = new("rollout.source.failures", Counter, "{failure}",
        "Times that a source of KPIs did not answer, or answered with an error.", Tags.Source, Tags.SourceKind, Tags.ErrorType);

    public static Instrument GateVerdicts { get; } = new("rollout.gate.verdicts", Counter, "{verdict}",
        "Gates decided: pass, conditional (with an accepted mitigation) or fail.", Tags.Name, Tags.Gate, Tags.Verdict);

    public static Instrument Reviews { get; } = new("rollout.reviews", Counter, "{review}",
        "Scheduled reviews held; the verdict may also be pending.", Tags.Name, Tags.Gate, Tags.Verdict);

    public static Instrument CriterionChanges { get; } = new("rollout.criterion.changes", Counter, "{change}",
        "Criteria whose verdict changed, by the new verdict: met, missed, no_data, not_due, error.", Tags.Name, Tags.Verdict);

    public static Instrument TriggersFired { get; } = new("rollout.triggers.fired", Counter, "{trigger}",
        "Triggers that fired.", Tags.Name, Tags.Trigger);

    public static Instrument DecisionDuration { get; } = new("rollout.decision.duration", Histogram, "s",
        "Decision latency: from the acceptance of what a person, alert or report said to its outcome in the journal.", Tags.Name, Tags.Input, Tags.Outcome);

    public static Instrument ApprovalDuration { get; } = new("rollout.approval.duration", Histogram, "s",
        "From asking a role for its approval to its yes or no.", Tags.Name, Tags.Role, Tags.Outcome);

    public static Instrument Time { get; } = new("rollout.time", Counter, "s",
        "The time of launches by what it went by with: progressing, waiting_for_people, held, frozen, rolling_back, watching. Booked when the journal goes on.",
        Tags.Name, Tags.Pace);

    public static Instrument RollbackDuration { get; } = new("rollout.rollback.duration", Histogram, "s",
        "Time to roll back: from the input that began a way back to the fence on every governed key, as the journal says.", Tags.Name, Tags.Drill);

    public static Instrument RollbackProcedureDuration { get; } = new("rollout.rollback.procedure.duration", Histogram, "s",
        "From the input that began a way back to the end of its procedure, as the journal says.", Tags.Name, Tags.Drill);

    public static Instrument EffectDuration { get; } = new("rollout.effect.duration", Histogram, "s",
        "From deciding an effect to its receipt in the journal, or to giving it up.", Tags.Name, Tags.Effect, Tags.Outcome);

    public static Instrument EffectFailures { get; } = new("rollout.effect.failures", Counter, "{failure}",
        "Tries of an effect that did not work; writes are tried again without end.", Tags.Name, Tags.Effect, Tags.ErrorType);

    public static Instrument OutboxDepth { get; } = new("rollout.outbox.depth", Gauge, "{effect}",
        "Effects decided and not done.", Tags.Name, Tags.Effect);

    public static Instrument OutboxAge { get; } = new("rollout.outbox.age", Gauge, "s",
        "How long the oldest effect that is not done has been waiting.", Tags.Name);

    public static Instrument InboxDepth { get; } = new("rollout.inbox.depth", Gauge, "{input}",
        "Inputs acknowledged and not decided, at the last look.", Tags.Name);

    public static Instrument Launches { get; } = new("rollout.launches", Gauge, "{launch}",
        "One for each launch that is not over, with where it stands and what its time goes by with.", Tags.Name, Tags.Phase, Tags.Pace);

    public static Instrument Exposure { get; } = new("rollout.exposure", Gauge, "%",
        "The percent that a launch exposes.", Tags.Name);

    public static ImmutableArray<Instrument> All { get; } =
    [
        Observations, SourceDuration, SourceFailures, GateVerdicts, Reviews, CriterionChanges, TriggersFired, DecisionDuration, ApprovalDuration, Time,
        RollbackDuration, RollbackProcedureDuration, EffectDuration, EffectFailures, OutboxDepth, OutboxAge, InboxDepth, Launches, Exposure,
    ];
}
