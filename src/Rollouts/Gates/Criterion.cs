using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Rollouts;

/// <summary>What a threshold is measured from.</summary>
public abstract record Threshold
{
    private Threshold()
    {
    }

    public sealed record Absolute(Quantity Quantity) : Threshold
    {
        public override string ToString() => Quantity.ToString();
    }

    /// <summary>A multiple of the same metric before the launch: <c>1.5x baseline</c>.</summary>
    public sealed record OfBaseline(double Factor) : Threshold
    {
        public override string ToString() => FormattableString.Invariant($"{Factor:0.###}x baseline");
    }

    /// <summary>A multiple of another metric, such as the control group's: <c>0.9x mic_grant_control</c>.</summary>
    public sealed record OfMetric(double Factor, string Metric) : Threshold
    {
        public override string ToString() => FormattableString.Invariant($"{Factor:0.###}x {Metric}");
    }
}

/// <summary>What is counted from the journal itself.</summary>
public enum Tally
{
    /// <summary>Incidents opened, optionally of one severity.</summary>
    Incidents,

    /// <summary>Incidents open now.</summary>
    OpenIncidents,

    /// <summary>Reports of a kind.</summary>
    Reports,

    /// <summary>The largest number of reports of a kind that share a key.</summary>
    ReportsByKey,

    /// <summary>Episodes of an alert rule.</summary>
    Alerts,

    /// <summary>Ways back begun.</summary>
    Rollbacks,

    /// <summary>Pauses begun.</summary>
    Pauses,

    /// <summary>Members that are let in now.</summary>
    Members,

    /// <summary>Tasks past their deadline and not done.</summary>
    OverdueTasks,
}

/// <summary>One condition. A closed hierarchy; each case says which facts it is judged by.</summary>
public abstract partial record Criterion
{
    private Criterion()
    {
    }

    /// <summary>A metric against a threshold, over a window (none: since this attempt began), optionally sustained.</summary>
    /// <param name="Sustained">How long it must have held without a break; zero for now.</param>
    /// <param name="Scope">One member or channel; null for the whole launch or, in a member's gate, that member.</param>
    public sealed record OfMetric(
        string Metric, string? Scope, TimeSpan? Over, Comparison Comparison, Threshold Threshold, TimeSpan Sustained) : Criterion;

    /// <summary>A count out of the journal against a number, over a window (none: since the launch began).</summary>
    /// <param name="Of">Severity, kind or rule, or what a task says; empty for all.</param>
    /// <param name="Sustained">How long it must have held without a break; zero for now.</param>
    public sealed record OfTally(Tally Tally, string Of, TimeSpan? Over, Comparison Comparison, double Threshold, TimeSpan Sustained) : Criterion;

    /// <summary>A checklist item that someone marks, with evidence where it asks for it.</summary>
    public sealed record OfItem(ChecklistItem Item) : Criterion;

    /// <summary>An alert rule that is firing, or clear, for at least a time.</summary>
    /// <param name="Severity">Only alerts of this severity, and those that never said theirs; null for all of the rule.</param>
    public sealed record OfAlert(string Rule, bool Firing, TimeSpan For, string? Severity = null) : Criterion;

    /// <summary>An incident of the severity is open, and one and the same has been for at least a time.</summary>
    /// <param name="Longer">It must have been open for more than the time: to the minute is not enough.</param>
    public sealed record OfIncident(string Severity, TimeSpan For, bool Longer = false) : Criterion;

    /// <summary>A day has come.</summary>
    /// <param name="Text">The day as the plan writes it, in the plan's time zone.</param>
    public sealed record OfDate(string Text, DateTimeOffset From) : Criterion;

    /// <summary>A governed flag is on or off as this system last confirmed it.</summary>
    public sealed record OfFlag(string Flag, bool On) : Criterion;

    /// <summary>A way back was rehearsed in a drill, and passed.</summary>
    public sealed record OfDrill(string Drill) : Criterion;

    /// <summary>Every member that is let in passes its own gate: at its last review where the gate has reviews, else ever since it was let in.</summary>
    public sealed record OfEveryTrack : Criterion;

    /// <summary>The named member is let in and passes its own gate.</summary>
    public sealed record OfTrack(string Member) : Criterion;

    /// <summary>The evidence of all these checklist items has the same SHA-256; a checksum among them says which.</summary>
    public sealed partial record OfEqualEvidence(ImmutableArray<string> Items) : Criterion
    {
        [GeneratedRegex("^[0-9a-fA-F]{64}$", RegexOptions.NonBacktracking)]
        private static partial Regex Sha256 { get; }

        public static bool IsChecksum(string item) => Sha256.IsMatch(item);
    }

    /// <summary>Time at this step, phase or since the launch, pauses not counted.</summary>
    public sealed record OfElapsed(string Since, TimeSpan AtLeast) : Criterion;
}
