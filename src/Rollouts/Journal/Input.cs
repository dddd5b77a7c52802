using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>What comes to a rollout from outside: people, alerts, reports, readings, time, outcomes of effects.</summary>
/// <param name="Id">The idempotency key: the same id twice has one outcome.</param>
/// <param name="At">When it was accepted; the only clock a decision knows. UTC.</param>
/// <param name="By">Who says it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Start), "start")]
[JsonDerivedType(typeof(Tick), "tick")]
[JsonDerivedType(typeof(Evaluate), "evaluate")]
[JsonDerivedType(typeof(Approve), "approve")]
[JsonDerivedType(typeof(Reject), "reject")]
[JsonDerivedType(typeof(Mitigate), "mitigate")]
[JsonDerivedType(typeof(Mark), "mark")]
[JsonDerivedType(typeof(CompleteTask), "complete-task")]
[JsonDerivedType(typeof(Report), "report")]
[JsonDerivedType(typeof(ReportValue), "report-value")]
[JsonDerivedType(typeof(Alert), "alert")]
[JsonDerivedType(typeof(Silence), "silence")]
[JsonDerivedType(typeof(MoreTime), "more-time")]
[JsonDerivedType(typeof(Acknowledge), "acknowledge")]
[JsonDerivedType(typeof(Delegate), "delegate")]
[JsonDerivedType(typeof(EndDelegation), "end-delegation")]
[JsonDerivedType(typeof(Triage), "triage")]
[JsonDerivedType(typeof(DeclareIncident), "declare-incident")]
[JsonDerivedType(typeof(ResolveIncident), "resolve-incident")]
[JsonDerivedType(typeof(Pause), "pause")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(Promote), "promote")]
[JsonDerivedType(typeof(RollBack), "roll-back")]
[JsonDerivedType(typeof(Throw), "throw")]
[JsonDerivedType(typeof(ReArm), "re-arm")]
[JsonDerivedType(typeof(StartDrill), "start-drill")]
[JsonDerivedType(typeof(Amend), "amend")]
[JsonDerivedType(typeof(Abort), "abort")]
[JsonDerivedType(typeof(Close), "close")]
[JsonDerivedType(typeof(EffectSucceeded), "effect-succeeded")]
[JsonDerivedType(typeof(EffectFailed), "effect-failed")]
[JsonDerivedType(typeof(Drifted), "drifted")]
public abstract record Input(string Id, DateTimeOffset At, Actor By)
{
    /// <summary>The trace that it came with, as a W3C <c>traceparent</c>; null where nobody traces. No decision reads it: what it leads to is told under it.</summary>
    public string? Trace { get; init; }

    /// <summary>Taking back outranks everything: a drain decides these first.</summary>
    [JsonIgnore]
    public bool TakesBack => this is RollBack or Throw or Abort;

    /// <summary>Offered through the inbox by a person, an alert or a report: acknowledged, and decided once. The rest the engine makes itself and may repeat.</summary>
    [JsonIgnore]
    public bool IsFromOutside => this is not (Tick or Evaluate or EffectSucceeded or EffectFailed);

    /// <summary>The first input of a rollout.</summary>
    public sealed record Start(string Id, DateTimeOffset At, Actor By, string Rollout, string Plan, string PlanHash) : Input(Id, At, By);

    /// <summary>Only time has passed.</summary>
    public sealed record Tick(string Id, DateTimeOffset At) : Input(Id, At, Actor.System);

    /// <summary>Readings that <c>Next</c> asked for, or that someone reported.</summary>
    public sealed record Evaluate(string Id, DateTimeOffset At, ImmutableArray<Reading> Readings) : Input(Id, At, Actor.System);

    /// <param name="Request">The approval request the approver saw; null for the one open now, if there is just one.</param>
    public sealed record Approve(string Id, DateTimeOffset At, Actor By, string? Request, string Note) : Input(Id, At, By);

    public sealed record Reject(string Id, DateTimeOffset At, Actor By, string? Request, string Reason) : Input(Id, At, By);

    /// <summary>Asks for more time to answer an approval request; the plan says how much, and how often.</summary>
    public sealed record MoreTime(string Id, DateTimeOffset At, Actor By, string? Request, string Reason) : Input(Id, At, By);

    /// <summary>Accepts that a non-critical criterion is missed, with what is done about it.</summary>
    public sealed record Mitigate(string Id, DateTimeOffset At, Actor By, string? Gate, string Criterion, string Reason) : Input(Id, At, By);

    /// <param name="Done">False takes a mark back.</param>
    public sealed record Mark(string Id, DateTimeOffset At, Actor By, string Item, bool Done, Evidence? Evidence, string Note) : Input(Id, At, By);

    public sealed record CompleteTask(string Id, DateTimeOffset At, Actor By, string Task, string Note) : Input(Id, At, By);

    /// <param name="Kind">What is reported: <c>complaint</c>, <c>data-corruption</c>.</param>
    /// <param name="Key">Reports of one kind and key are about the same issue.</param>
    public sealed record Report(string Id, DateTimeOffset At, Actor By, string Kind, string Key, string? Member, string Text) : Input(Id, At, By);

    /// <summary>The value of a metric that people or systems report.</summary>
    /// <param name="Member">The member, channel or severity it is about, for a metric that has a scope; null for the whole launch.</param>
    /// <param name="Samples">The sample size behind it; 1 for a plain statement.</param>
    public sealed record ReportValue(string Id, DateTimeOffset At, Actor By, string Metric, string? Member, double Value, double Samples) : Input(Id, At, By);

    /// <summary>An alert of a monitoring system; the id is its delivery key.</summary>
    /// <param name="Episode">The same for the firing and the resolving of one alert.</param>
    public sealed record Alert(
        string Id, DateTimeOffset At, Actor By, string Source, string Rule, string Episode, bool Firing, string Severity, DateTimeOffset Started, string? Member)
        : Input(Id, At, By);

    /// <summary>Lets an alert fire no trigger for a time; needs the compensating control that stands in for it.</summary>
    public sealed record Silence(string Id, DateTimeOffset At, Actor By, string Rule, TimeSpan For, string Control) : Input(Id, At, By);

    /// <summary>Somebody looks at an alert that fires.</summary>
    /// <param name="About">The alert's rule, or one episode of it.</param>
    public sealed record Acknowledge(string Id, DateTimeOffset At, Actor By, string About, string Note) : Input(Id, At, By);

    /// <summary>Names who stands in for the sender, and for how long.</summary>
    public sealed record Delegate(string Id, DateTimeOffset At, Actor By, string To, TimeSpan For, string Note) : Input(Id, At, By);

    /// <param name="Person">Whose delegation ends; null for the sender's own.</param>
    public sealed record EndDelegation(string Id, DateTimeOffset At, Actor By, string? Person) : Input(Id, At, By);

    /// <summary>Takes the proposal of a row of the plan's decision matrix.</summary>
    public sealed record Triage(string Id, DateTimeOffset At, Actor By, string Row, string Note) : Input(Id, At, By);

    public sealed record DeclareIncident(string Id, DateTimeOffset At, Actor By, string Severity, string Title) : Input(Id, At, By);

    public sealed record ResolveIncident(string Id, DateTimeOffset At, Actor By, string Incident, string Note) : Input(Id, At, By);

    public sealed record Pause(string Id, DateTimeOffset At, Actor By, string Reason) : Input(Id, At, By);

    public sealed record Resume(string Id, DateTimeOffset At, Actor By, string Reason) : Input(Id, At, By);

    /// <summary>Skips optional waiting; never a gate, an approval or a shortest duration.</summary>
    public sealed record Promote(string Id, DateTimeOffset At, Actor By, string Reason) : Input(Id, At, By);

    /// <param name="Target">Null for the step before.</param>
    /// <param name="Member">The way back of this member alone.</param>
    public sealed record RollBack(string Id, DateTimeOffset At, Actor By, string? Target, string? Member, string Reason) : Input(Id, At, By);

    /// <summary>Throws a kill switch, or all of them.</summary>
    public sealed record Throw(string Id, DateTimeOffset At, Actor By, string? Flag, string Reason) : Input(Id, At, By);

    /// <summary>Asks to turn a turned-off flag on again; its gate decides.</summary>
    public sealed record ReArm(string Id, DateTimeOffset At, Actor By, string Flag, string Reason) : Input(Id, At, By);

    public sealed record StartDrill(string Id, DateTimeOffset At, Actor By, string Drill) : Input(Id, At, By);

    /// <summary>The launch is to go on by a changed plan.</summary>
    /// <param name="Text">The whole document: the journal keeps what the launch runs by.</param>
    public sealed record Amend(string Id, DateTimeOffset At, Actor By, string PlanHash, string Text, string Reason) : Input(Id, At, By);

    /// <summary>Takes everything back to nobody and ends the launch.</summary>
    public sealed record Abort(string Id, DateTimeOffset At, Actor By, string Reason) : Input(Id, At, By);

    public sealed record Close(string Id, DateTimeOffset At, Actor By, string Note) : Input(Id, At, By);

    /// <param name="Receipt">What the outside answered: an ETag, a message timestamp, a path.</param>
    public sealed record EffectSucceeded(string Id, DateTimeOffset At, string Effect, string Receipt) : Input(Id, At, Actor.System);

    /// <param name="Permanent">True when trying again cannot help.</param>
    public sealed record EffectFailed(string Id, DateTimeOffset At, string Effect, string Error, bool Permanent) : Input(Id, At, Actor.System);

    /// <summary>A governed key was found changed by someone else.</summary>
    public sealed record Drifted(string Id, DateTimeOffset At, GovernedKey Key, string Found) : Input(Id, At, Actor.System);
}
