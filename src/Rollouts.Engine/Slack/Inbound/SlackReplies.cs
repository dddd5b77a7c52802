using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>Private answers to the person who clicked, at the address that came with the click. Only hosts that Slack answers at are called.</summary>
public sealed class SlackReplies(OutboundHttp http)
{
    public async Task<bool> TellAsync(Uri? to, SlackMessage message, string key, CancellationToken cancellation)
    {
        if (to is null) return false;
        try
        {
            var answer = await http.PostAsync(to, Private(message).ToJsonString(), key, cancellation);
            return (int)answer.Status < 300;
        }
        catch (OutboundException)
        {
            // A private answer is a courtesy: the decision stands in the journal, and the message shows it.
            return false;
        }
    }

    /// <summary>What only one person sees, and what leaves the message as it is.</summary>
    public static JsonObject Private(SlackMessage message) => new()
    {
        ["response_type"] = "ephemeral", ["replace_original"] = false, ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone(),
    };
}
