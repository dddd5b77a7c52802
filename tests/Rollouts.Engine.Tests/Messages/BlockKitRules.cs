using System.Text.Json.Nodes;

namespace Rollouts.Engine.Tests.Messages;

/// <summary>What Slack documents about blocks: types, required fields, lengths, unique ids.</summary>
internal static class BlockKitRules
{
    public static IReadOnlyList<string> Faults(SlackMessage message)
    {
        var faults = new List<string>();
        if (message.Text.Length is 0 or > 4000) faults.Add($"the text has {message.Text.Length} characters");
        if (message.Blocks.Count is 0 or > 50) faults.Add($"{message.Blocks.Count} blocks");
        if (message.Blocks.ToJsonString().Length > 13_000) faults.Add("the blocks are too long together");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in message.Blocks.OfType<JsonObject>())
        {
            var type = (string?)block["type"];
            if ((string?)block["block_id"] is { } id && !ids.Add(id)) faults.Add($"block_id {id} twice");
            switch (type)
            {
                case "header":
                    Text(faults, block["text"], "plain_text", 150);
                    break;
                case "section":
                    Text(faults, block["text"], "mrkdwn", 3000);
                    break;
                case "context":
                    if (block["elements"] is not JsonArray { Count: > 0 and <= 10 }) faults.Add("a context has 1 to 10 elements");
                    foreach (var element in (JsonArray)block["elements"]!) Text(faults, element, "mrkdwn", 2000);
                    break;
                case "actions":
                    if (block["elements"] is not JsonArray { Count: > 0 and <= 25 }) faults.Add("actions have 1 to 25 elements");
                    foreach (var button in ((JsonArray)block["elements"]!).OfType<JsonObject>()) Button(faults, ids, button);
                    break;
                default:
                    faults.Add($"unknown block {type}");
                    break;
            }
        }

        return faults;
    }

    private static void Button(List<string> faults, HashSet<string> ids, JsonObject button)
    {
        Text(faults, button["text"], "plain_text", 75);
        if (((string?)button["value"] ?? "").Length is 0 or > 2000) faults.Add("a value has 1 to 2000 characters");
        if (!ids.Add("action " + (string?)button["action_id"])) faults.Add("action_id twice");
        if ((string?)button["style"] is not (null or "primary" or "danger")) faults.Add("unknown style");
    }

    private static void Text(List<string> faults, JsonNode? text, string type, int most)
    {
        if ((string?)text?["type"] != type) faults.Add($"{text?["type"]} where {type} belongs");
        if (((string?)text?["text"] ?? "").Length is var length && (length == 0 || length > most)) faults.Add($"a text of {length} where 1 to {most} belong");
    }
}
