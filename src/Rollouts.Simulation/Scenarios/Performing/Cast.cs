namespace Rollouts.Simulation;

/// <summary>The people of a plan: somebody for each role.</summary>
internal sealed class Cast(Plan plan)
{
    /// <summary>The first member of a role, or someone of its group; a name that is no role is a person.</summary>
    public Actor Of(string roleOrPerson)
    {
        if (plan.Roles.TryGetValue(roleOrPerson, out var role))
            return role.Members.IsEmpty ? new($"someone of {role.Name}", [role.Group!]) : new(role.Members[0], role.Group is { } own ? [own] : []);
        return new(roleOrPerson, []);
    }

    /// <summary>Somebody who may give a command.</summary>
    public Actor WhoMay(string command) =>
        plan.May.TryGetValue(command, out var roles) && roles.Length > 0 ? Of(roles[0]) : Of(plan.Roles.Keys.FirstOrDefault() ?? "somebody");
}
