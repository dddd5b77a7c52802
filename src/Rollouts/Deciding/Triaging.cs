namespace Rollouts;

/// <summary>The plan's decision matrix: a person says what was found, the plan says what is done.</summary>
internal static class Triaging
{
    public static string? Triage(Turn turn, Input.Triage triage)
    {
        if (Permissions.Refusal(turn.Plan, "pause", triage.By) is { } refusal) return refusal;
        if (turn.Plan.Triage.FirstOrDefault(row => row.Name == triage.Row) is not { } row)
            return $"the plan's decision matrix has no row '{triage.Row}'; it has {string.Join(", ", turn.Plan.Triage.Select(row => row.Name).DefaultIfEmpty("none"))}";
        turn.Add(new RolloutEvent.Triaged(row.Name, triage.By.Id, triage.Note));
        if (row.AnswerDue(turn.Plan, turn.Now) is { } due) Deadlines.Open(turn, $"Respond: {row.Finding}", OwnerOf(turn, row), due, $"{triage.By} found: {row.Finding}");
        Reacting.React(turn, row.Do, $"{triage.By} found: {row.Finding}{(triage.Note.Length > 0 ? $" ({triage.Note})" : "")}", "");
        return null;
    }

    private static string OwnerOf(Turn turn, TriageRow row) =>
        row.Owner ?? turn.Plan.Incidents.GetValueOrDefault(row.Severity)?.Commander ?? turn.Plan.LeadOf(turn.State.Main.Phase);
}
