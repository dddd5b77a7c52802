using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A decision as the command that is posted by HTTP. What a person has to say stands in it as <c>TEXT</c>.</summary>
public static class DecisionCommand
{
    private const string Said = "TEXT";

    /// <summary>Where it is posted.</summary>
    public static string Path(Decision decision) => $"/api/rollouts/{decision.Rollout}/commands";

    /// <summary>Null for a question, which is no command.</summary>
    public static JsonObject? Of(Decision decision) => decision.Kind switch
    {
        DecisionKind.Approve => Command("approve", ("request", decision.About)),
        DecisionKind.Reject => Command("reject", ("request", decision.About), ("reason", Said)),
        DecisionKind.Mitigate when decision.About.Split('\n') is [var gate, var criterion] => Command("mitigate", ("gate", gate), ("criterion", criterion), ("reason", Said)),
        DecisionKind.Mark => Command("mark", ("item", decision.About)),
        DecisionKind.CompleteTask => Command("complete-task", ("task", decision.About)),
        DecisionKind.MoreTime => Command("more-time", ("request", decision.About), ("reason", Said)),
        DecisionKind.Acknowledge => Command("acknowledge", ("alert", decision.About)),
        DecisionKind.ResolveIncident => Command("resolve-incident", ("incident", decision.About), ("note", Said)),
        DecisionKind.Pause => Command("pause", ("reason", Said)),
        DecisionKind.Resume => Command("resume", ("reason", Said)),
        DecisionKind.RollBack => Command("rollback", ("reason", Said)),
        _ => null,
    };

    private static JsonObject Command(string name, params ReadOnlySpan<(string Field, string Value)> fields)
    {
        var command = new JsonObject { ["command"] = name };
        foreach (var (field, value) in fields) command[field] = value;
        return command;
    }
}
