using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Whom a post asks to do something now: on a channel that reaches single people they are written to besides the channel.</summary>
public static class Addressees
{
    /// <summary>People and groups by the ids that the plan uses.</summary>
    public static ImmutableArray<string> Of(Scene scene, Effect.Post post) =>
        post.Topic == "delegation" && scene.State.Delegations.TryGetValue(post.About, out var away) ? [away.To]
        : [.. RolesOf(scene, post).Select(scene.Plan.Roles.GetValueOrDefault).OfType<Role>().SelectMany(scene.PeopleOf).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> RolesOf(Scene scene, Effect.Post post) => post.Topic switch
    {
        "approval" when scene.Record.Requests.TryGetValue(post.About, out var request) && request.Ended is null =>
            WithBackups(scene, request.Roles.Where(role => request.Given.All(yes => yes.Role != role)), request.Escalated),
        "task" when scene.State.Tasks.TryGetValue(post.About, out var task) && task.Done is null => WithBackups(scene, [task.Owner], task.Overdue),
        "incident" when scene.State.Incidents.TryGetValue(post.About, out var incident) && incident is { Resolved: null, Commander: { } commander } => [commander],
        "alert" when AlertMessage.TaskOf(scene, post.About) is { } asked => WithBackups(scene, [asked.Owner], asked.Overdue),
        "mitigation" when GateOf(scene, post.About) is { MitigationBy: { } role } => [role],
        "checklist" when GateOf(scene, post.About) is { } gate => gate.Criteria.Select(criterion => (criterion.Criterion as Criterion.OfItem)?.Item.Owner).OfType<string>(),
        _ => [],
    };

    private static IEnumerable<string> WithBackups(Scene scene, IEnumerable<string> roles, bool backups) =>
        roles.SelectMany(role => backups && scene.Plan.Roles.GetValueOrDefault(role)?.Backup is { } backup ? (string[])[role, backup] : [role]);

    private static Gate? GateOf(Scene scene, string key) =>
        Explaining.Gates(scene.Plan, scene.State).FirstOrDefault(gate => gate.Key == key) is { } view ? scene.Plan.AllGates().FirstOrDefault(gate => gate.Name == view.Name) : null;
}
