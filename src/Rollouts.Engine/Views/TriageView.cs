namespace Rollouts.Engine;

/// <summary>A row of the decision matrix as people see it.</summary>
/// <param name="RespondWithin">Empty where the plan says nothing.</param>
/// <param name="Proposal">The move and the procedure, in the plan's words.</param>
public sealed record TriageView(string Name, string Finding, string Lasts, string Severity, string RespondWithin, string Proposal)
{
    public static TriageView Of(TriageRow row) =>
        new(row.Name, row.Finding, row.Lasts, row.Severity, row.RespondNextBusinessDay ? "next business day" : row.Respond is { } respond ? Span.Text(respond) : "", row.Do.ToString());
}
