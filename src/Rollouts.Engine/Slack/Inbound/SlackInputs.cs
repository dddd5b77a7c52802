using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>The input that a decision is. Its id comes from Slack's own of the click or modal: sent twice, it counts once.</summary>
internal static class SlackInputs
{
    public static Input? Of(Decision decision, string id, DateTimeOffset at, Actor by, ImmutableSortedDictionary<string, string> said)
    {
        var reason = said.GetValueOrDefault(SlackModals.Reason, "").Trim();
        var evidence = said.GetValueOrDefault(SlackModals.Evidence, "").Trim();
        return decision.Kind switch
        {
            DecisionKind.Approve => new Input.Approve(id, at, by, decision.About, reason),
            DecisionKind.Reject => new Input.Reject(id, at, by, decision.About, reason),
            DecisionKind.Mitigate when decision.About.Split('\n') is [var gate, var criterion] => new Input.Mitigate(id, at, by, gate, criterion, reason),
            DecisionKind.Mark => new Input.Mark(id, at, by, decision.About, true, evidence.Length > 0 ? new(evidence, null) : null, reason),
            DecisionKind.CompleteTask => new Input.CompleteTask(id, at, by, decision.About, reason),
            DecisionKind.MoreTime => new Input.MoreTime(id, at, by, decision.About, reason),
            DecisionKind.Acknowledge => new Input.Acknowledge(id, at, by, decision.About, reason),
            DecisionKind.ResolveIncident => new Input.ResolveIncident(id, at, by, decision.About, reason),
            DecisionKind.Pause => new Input.Pause(id, at, by, reason),
            DecisionKind.Resume => new Input.Resume(id, at, by, reason),
            DecisionKind.RollBack => new Input.RollBack(id, at, by, null, null, reason),
            _ => null,
        };
    }
}
