namespace Rollouts;

/// <summary>Incidents, with what their severity asks for.</summary>
internal static class Incidents
{
    public static string? Declare(Turn turn, Input.DeclareIncident declare)
    {
        if (string.IsNullOrWhiteSpace(declare.Severity) || string.IsNullOrWhiteSpace(declare.Title)) return "an incident needs a severity and a title";
        // What the automation finds wrong with itself is no severity of the plan's, and counts for none of its criteria.
        if (!declare.By.IsSystem && turn.Plan.Incidents.Count > 0 && !turn.Plan.Incidents.ContainsKey(declare.Severity))
            return $"this plan knows no severity '{declare.Severity}'; it knows {string.Join(", ", turn.Plan.Incidents.Keys)}";
        Open(turn, declare.Severity, declare.Title, null);
        return null;
    }

    public static void Open(Turn turn, string severity, string title, string? commander)
    {
        var rule = turn.Plan.Incidents.GetValueOrDefault(severity);
        turn.Add(new RolloutEvent.IncidentOpened(turn.NewId("incident"), severity, title, commander ?? rule?.Commander));
        foreach (var task in rule?.Tasks ?? []) Deadlines.Open(turn, task.Do, task.Owner, task.DueFrom(turn.Now), $"{severity}: {title}");
    }

    public static string? Resolve(Turn turn, Input.ResolveIncident resolve)
    {
        if (!turn.State.Incidents.TryGetValue(resolve.Incident, out var incident)) return $"the launch has no incident '{resolve.Incident}'";
        if (incident.Resolved is { } at) return FormattableString.Invariant($"resolved already at {at:yyyy-MM-dd HH:mm} UTC");
        if (Permissions.Refusal(turn.Plan, "resolve", resolve.By) is { } refusal) return refusal;
        turn.Add(new RolloutEvent.IncidentResolved(resolve.Incident, resolve.By.Id, resolve.Note));
        return null;
    }
}
