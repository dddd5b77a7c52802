using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.SlackPreview;

/// <summary>What Slack documents of messages and modals; what breaks it is refused with Slack's error word.</summary>
internal static class BlockRules
{
    private const int AllBlocks = 13_000;

    /// <summary>Null when Slack would take it.</summary>
    public static string? Fault(string text, JsonArray blocks, bool modal = false)
    {
        if (text.Length > 40_000) return "msg_too_long";
        if (text.Length == 0 && blocks.Count == 0) return "no_text";
        if (blocks.Count > (modal ? 100 : 50)) return "invalid_blocks";
        if (blocks.ToJsonString().Length > AllBlocks) return "msg_blocks_too_long";
        var ids = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            return blocks.All(block => block is JsonObject each && IsSound(each, modal, ids)) ? null : "invalid_blocks";
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or JsonException or FormatException)
        {
            return "invalid_blocks";
        }
    }

    public static string? ViewFault(JsonObject view)
    {
        if ((string?)view["type"] != "modal" || !Text(view["title"], "plain_text", 24) || view["blocks"] is not JsonArray blocks) return "invalid_arguments";
        if (((string?)view["private_metadata"])?.Length > 3000) return "invalid_arguments";
        var inputs = blocks.OfType<JsonObject>().Any(block => (string?)block["type"] == "input");
        if ((inputs && view["submit"] is null) || (view["submit"] is { } submit && !Text(submit, "plain_text", 24)) || (view["close"] is { } close && !Text(close, "plain_text", 24))) return "invalid_arguments";
        return Fault("view", blocks, modal: true);
    }

    private static bool IsSound(JsonObject block, bool modal, HashSet<string> ids)
    {
        if ((string?)block["block_id"] is { } id && (id.Length > 255 || !ids.Add("block " + id))) return false;
        return (string?)block["type"] switch
        {
            "header" => Text(block["text"], "plain_text", 150),
            "section" => Text(block["text"], null, 3000),
            "context" => block["elements"] is JsonArray { Count: > 0 and <= 10 } elements && elements.All(element => Text(element, null, 2000)),
            "actions" => block["elements"] is JsonArray { Count: > 0 and <= 25 } elements && elements.All(element => element is JsonObject button && IsButton(button, ids)),
            "divider" => true,
            "input" => modal && Text(block["label"], "plain_text", 2000) && (string?)block["element"]?["type"] == "plain_text_input",
            _ => false,
        };
    }

    private static bool IsButton(JsonObject button, HashSet<string> ids) =>
        (string?)button["type"] == "button" && Text(button["text"], "plain_text", 75) && ((string?)button["value"] ?? "").Length <= 2000
        && (string?)button["style"] is null or "primary" or "danger" && ids.Add("action " + (string?)button["action_id"]);

    private static bool Text(JsonNode? text, string? type, int most) =>
        (string?)text?["type"] is "plain_text" or "mrkdwn" && (type is null || (string?)text["type"] == type) && (string?)text["text"] is { Length: > 0 } words && words.Length <= most;
}
