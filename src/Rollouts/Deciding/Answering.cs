namespace Rollouts;

/// <summary>Who may answer for a role: who has it, and who stands in for someone of it that is away. A delegate does not pass it on.</summary>
internal static class Answering
{
    /// <summary>The person who counts when this one answers for the role: itself, or whoever it stands in for; null when it may not answer.</summary>
    public static string? CountsAs(Plan plan, RolloutState state, string role, Actor actor)
    {
        if (!plan.Roles.TryGetValue(role, out var asked)) return null;
        if (asked.Has(actor)) return actor.Id;
        return state.Delegations.Values.FirstOrDefault(delegation => delegation.To == actor.Id && delegation.Until > state.At && asked.Has(delegation.From))?.From.Id;
    }

    public static bool May(Plan plan, RolloutState state, string role, Actor actor) => CountsAs(plan, state, role, actor) is not null;

    /// <summary>The role or its backup.</summary>
    public static bool MayWithBackup(Plan plan, RolloutState state, string role, Actor actor) =>
        May(plan, state, role, actor) || (plan.Roles.GetValueOrDefault(role)?.Backup is { } backup && May(plan, state, backup, actor));
}
