namespace Rollouts;

/// <summary>Delegation while away: a person names another, who then answers for all roles of the first until a time. It covers answers, not commands.</summary>
internal static class Delegating
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public static string? Delegate(Turn turn, Input.Delegate delegation)
    {
        if (string.IsNullOrWhiteSpace(delegation.To) || delegation.To == Actor.System.Id) return "name the person who stands in";
        if (delegation.To == delegation.By.Id) return "nobody stands in for themself";
        if (delegation.For <= TimeSpan.Zero || delegation.For > Longest) return $"say for how long, at most {Span.Text(Longest)}";
        if (!turn.Plan.Roles.Values.Any(role => role.Has(delegation.By))) return $"{delegation.By} has no role in this plan that somebody could stand in for";
        turn.Add(new RolloutEvent.Delegated(delegation.By.Id, delegation.By.Groups, delegation.To, turn.Now + delegation.For, delegation.Note));
        return null;
    }

    /// <summary>Ended by whoever delegated, or by the delegate.</summary>
    public static string? End(Turn turn, Input.EndDelegation end)
    {
        var person = end.Person ?? end.By.Id;
        if (!turn.State.Delegations.TryGetValue(person, out var known)) return $"nobody stands in for {person}";
        if (end.By.Id != person && end.By.Id != known.To) return $"only {person} and {known.To} may end this";
        turn.Add(new RolloutEvent.DelegationEnded(person, end.By.Id));
        return null;
    }

    public static void Expire(Turn turn)
    {
        foreach (var over in turn.State.Delegations.Values.Where(delegation => delegation.Until <= turn.Now).ToArray())
            turn.Add(new RolloutEvent.DelegationEnded(over.From.Id, Actor.System.Id));
    }
}
