namespace Rollouts;

/// <summary>A row of the plan's decision matrix: what is found, how bad it is, and what is then to be done.</summary>
/// <param name="Name">Unique in the plan: what people pick.</param>
/// <param name="Finding">The condition or the examples, in the plan's words.</param>
/// <param name="Lasts">How long it takes or lasts, in the plan's words; empty where it says nothing.</param>
/// <param name="Severity">Empty where the plan names none.</param>
/// <param name="Respond">How soon; null where the plan says nothing.</param>
/// <param name="Do">What is proposed.</param>
public sealed record TriageRow(string Name, string Finding, string Lasts, string Severity, TimeSpan? Respond, Reaction Do)
{
    /// <summary>The answer is due at the end of the next working day, instead of after <see cref="Respond"/>.</summary>
    public bool RespondNextBusinessDay { get; init; }

    /// <summary>The role that must answer; null for the commander of such an incident, or whoever leads the phase.</summary>
    public string? Owner { get; init; }

    /// <summary>By when somebody must answer what was found then; null where the plan says nothing, or an incident that the row opens asks for an answer no later.</summary>
    public DateTimeOffset? AnswerDue(Plan plan, DateTimeOffset found)
    {
        var due = RespondNextBusinessDay ? BusinessDays.EndOfNext(plan, found) : found + Respond;
        var actions = Do.Procedure is { } run ? plan.ProcedureNamed(run).Actions : Do.Move is Move.Back ? plan.WayBack.Actions : [];
        var asked = actions.OfType<ProcedureAction.OpenIncident>().Select(open => plan.Incidents.GetValueOrDefault(open.Severity)).OfType<IncidentRule>().SelectMany(rule => rule.Tasks);
        return asked.Any(task => found + task.Within <= due) ? null : due;
    }
}
