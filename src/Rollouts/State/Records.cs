using System.Collections.Immutable;

namespace Rollouts;

/// <summary>A change of the plan, with what is needed to tell of the entries before it.</summary>
/// <param name="Seq">The entry that changed it: the last one that was decided by the plan of before.</param>
/// <param name="PlanHash">The plan of before.</param>
/// <param name="Phases">The names of its phases: the journal numbers them in this order.</param>
public sealed record Amendment(long Seq, DateTimeOffset At, string By, string Reason, string PlanHash, ImmutableArray<string> Phases);

public sealed record ItemMark(bool Done, string By, DateTimeOffset At, Evidence? Evidence, string Note);

/// <summary>Something a named role must do by a time.</summary>
public sealed record LaunchTask(
    string Id, string Do, string Owner, DateTimeOffset Opened, DateTimeOffset? Due, string Cause, bool Reminded, bool Overdue, ItemMark? Done)
{
    /// <summary>The episode of the alert that is to be acknowledged; null for other tasks.</summary>
    public string? Alert { get; init; }

    /// <summary>When its owner is reminded; null without a deadline.</summary>
    public DateTimeOffset? HalfTime => Opened + (Due - Opened) / 2;
}

/// <summary>An alert that fires no trigger for a time, and what is done instead.</summary>
public sealed record Silence(string Rule, DateTimeOffset Until, string Control, string By);

/// <summary>A setting whose deploy hook was called.</summary>
/// <param name="Value">What it was called for.</param>
/// <param name="Call">The effect of the call.</param>
/// <param name="Failed">The call was given up.</param>
/// <param name="Effective">The value was seen to be effective.</param>
/// <param name="Overdue">It was not seen to be so in time.</param>
public sealed record SettingApplied(string Value, string Call, DateTimeOffset Called, bool Failed, bool Effective, bool Overdue);

public sealed record Incident(string Id, string Severity, string Title, string? Commander, DateTimeOffset Opened, DateTimeOffset? Resolved);

public sealed record ReportRecord(string Kind, string Key, string Member, DateTimeOffset At, string By)
{
    /// <summary>What was said; empty if nothing.</summary>
    public string Text { get; init; } = "";
}

/// <param name="Since">When it changed to what it is now.</param>
public sealed record AlertState(string Source, string Rule, bool Firing, string Severity, DateTimeOffset Began, DateTimeOffset Since, DateTimeOffset Heard, string Member)
{
    /// <summary>Who looks at it; null while nobody does.</summary>
    public Acknowledgement? Acknowledged { get; init; }

    /// <summary>The severities that it had before this one: an alert that was critical once counts as such to its end.</summary>
    public ImmutableArray<string> Before { get; init; } = [];

    /// <summary>True for null, which asks for no severity, and for an alert that never said its own: nobody may be the better off for one that says too little.</summary>
    public bool IsOf(string? severity) =>
        severity is null || Before.Add(Severity).Any(said => said.Equals(severity, StringComparison.OrdinalIgnoreCase)) || Before.Add(Severity).All(said => said.Length == 0);
}

public sealed record Acknowledgement(string By, DateTimeOffset At, string Note);

/// <param name="FromSeq">The journal range that is the evidence.</param>
public sealed record DrillState(string Drill, DateTimeOffset Until, long FromSeq, long? ToSeq, bool Passed)
{
    /// <summary>What went wrong first; null while nothing has.</summary>
    public string? Failure { get; init; }
}

/// <summary>A flag that is turned off, and whether someone asked to turn it on again.</summary>
public sealed record TurnedOff(DateTimeOffset Since, long Seq, string? AskedBy);

/// <summary>The last value reported for a metric by hand.</summary>
public sealed record ReportedValue(double Value, double Samples, DateTimeOffset At, string By);

/// <param name="Planned">When the effect was decided.</param>
/// <param name="Trace">The trace of the input that it was decided for; null for none.</param>
public sealed record PendingEffect(Effect Effect, DateTimeOffset Planned, string? Trace);
