namespace Rollouts;

/// <summary>Who may give a command. Taking back is open to everyone the system knows; raising is not.</summary>
internal static class Permissions
{
    /// <summary>Null when the actor may; else the reason for the refusal.</summary>
    public static string? Refusal(Plan plan, string command, Actor actor)
    {
        if (actor.IsSystem) return null;
        if (plan.May.TryGetValue(command, out var roles))
            return roles.Any(role => plan.Roles[role].Has(actor)) ? null : $"{actor} may not {command}: that is for {string.Join(", ", roles)}";
        if (command is "pause" or "roll-back" or "throw") return null;
        return plan.Roles.Values.Any(role => role.Has(actor)) ? null : $"{actor} has no role in this plan";
    }
}
