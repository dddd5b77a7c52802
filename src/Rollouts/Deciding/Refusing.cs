using System.Collections.Immutable;

namespace Rollouts;

/// <summary>A refusal as the journal keeps it: where one person stands in for another, or was to, it says who for whom and in which role.</summary>
internal static class Refusing
{
    public static Outcome.Refused Of(Turn turn, Input input, string reason)
    {
        var concerned = Concerned(turn, input);
        return concerned.IsEmpty ? new(reason) : new(Said(input, concerned, reason)) { StandsIn = concerned };
    }

    /// <summary>Commands are not among them: nobody gives one for another.</summary>
    private static ImmutableArray<StandIn> Concerned(Turn turn, Input input) => input switch
    {
        Input.Delegate asked => [new(asked.By.Id, asked.To, RolesOf(turn.Plan, asked.By))],
        Input.EndDelegation end => [.. turn.State.Delegations.Values.Where(known => known.From.Id == (end.Person ?? end.By.Id)).Select(known => Known(turn.Plan, known))],
        Input.Approve or Input.Reject or Input.MoreTime or Input.Mitigate or Input.Mark or Input.CompleteTask or Input.Acknowledge =>
            [.. turn.State.Delegations.Values.Where(known => known.To == input.By.Id && known.Until > turn.Now).Select(known => Known(turn.Plan, known))],
        _ => [],
    };

    private static StandIn Known(Plan plan, Delegation known) => new(known.From.Id, known.To, RolesOf(plan, known.From));

    private static ImmutableArray<string> RolesOf(Plan plan, Actor person) => [.. plan.Roles.Values.Where(role => role.Has(person)).Select(role => role.Name)];

    private static string Said(Input input, ImmutableArray<StandIn> concerned, string reason) => input is Input.Delegate
        ? $"{(string.IsNullOrWhiteSpace(concerned[0].To) ? "nobody stands" : $"{concerned[0].To} does not stand")} in for {concerned[0]}: {reason}"
        : $"{reason}; {concerned[0].To} stands in for {string.Join(" and for ", concerned)}";
}
