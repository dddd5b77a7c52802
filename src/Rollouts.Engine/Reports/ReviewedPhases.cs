using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>The phases of a launch as they went, in the order in which they were first entered: each by the title it had when it was entered.</summary>
internal sealed class ReviewedPhases
{
    private readonly List<Row> rows = [];

    /// <summary>The row that tells of a phase now: entered again under another title it has another one.</summary>
    private readonly Dictionary<string, Row> present = new(StringComparer.Ordinal);

    private readonly Dictionary<string, (Row Row, DateTimeOffset Since)> asked = new(StringComparer.Ordinal);

    private ReviewedPhases()
    {
    }

    public static ImmutableArray<ReviewedPhase> Of(IEnumerable<DecidedEntry> history)
    {
        var phases = new ReviewedPhases();
        foreach (var decided in history)
        foreach (var happened in decided.Entry.Events) phases.Read(decided.Plan, happened, decided.Entry.Input.At);
        return [.. phases.rows.Select(row => new ReviewedPhase(row.Phase, row.Title, row.Entered, row.Exposed, row.Passed, row.Waited))];
    }

    private void Read(Plan plan, RolloutEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case RolloutEvent.PhaseEntered e:
                Enter(plan.Phases[e.Phase], at);
                break;
            case RolloutEvent.StepStarted e when present.TryGetValue(plan.Phases[e.Phase].Name, out var row):
                row.Exposed ??= at;
                break;
            case RolloutEvent.ApprovalRequested e when RowOf(e.Gate) is { } row:
                asked[e.Gate] = (row, at);
                break;
            case RolloutEvent.GatePassed e when RowOf(e.Gate) is { } row:
                row.Passed = at;
                Answered(e.Gate, at);
                break;
            case RolloutEvent.ApprovalVoided e:
                Answered(GateOf(e.Request), at);
                break;
            case RolloutEvent.ApprovalRejected e:
                Answered(GateOf(e.Request), at);
                break;
        }
    }

    private void Enter(Phase phase, DateTimeOffset at)
    {
        var row = rows.FirstOrDefault(known => known.Phase == phase.Name && known.Title == phase.Title);
        if (row is null) rows.Add(row = new(phase.Name, phase.Title, at));
        present[phase.Name] = row;
    }

    /// <summary>From the asking to the answer about the phase's gate, in every attempt.</summary>
    private void Answered(string gate, DateTimeOffset at)
    {
        if (asked.Remove(gate, out var request)) request.Row.Waited += at - request.Since;
    }

    private Row? RowOf(string gate) => gate.IndexOf('#', StringComparison.Ordinal) is > 0 and var end ? present.GetValueOrDefault(gate[..end]) : null;

    /// <summary>A request is named after its gate.</summary>
    private static string GateOf(string request) => request.LastIndexOf('/') is > 0 and var at ? request[..at] : request;

    private sealed class Row(string phase, string title, DateTimeOffset entered)
    {
        public string Phase => phase;

        public string Title => title;

        public DateTimeOffset Entered => entered;

        public DateTimeOffset? Exposed { get; set; }

        public DateTimeOffset? Passed { get; set; }

        public TimeSpan Waited { get; set; }
    }
}
