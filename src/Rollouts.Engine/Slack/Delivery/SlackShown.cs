using System.Collections.Concurrent;

namespace Rollouts.Engine;

/// <summary>What our messages in Slack show, as far as this process knows.</summary>
public sealed class SlackShown
{
    private readonly ConcurrentDictionary<SlackReceipt, string> contents = new();

    public void Set(SlackReceipt at, SlackMessage message) => contents[at] = message.Blocks.ToJsonString();

    public bool Shows(SlackReceipt at, SlackMessage message) => contents.TryGetValue(at, out var content) && content == message.Blocks.ToJsonString();

    /// <summary>It cannot be changed any more.</summary>
    public void GiveUp(SlackReceipt at) => contents[at] = "";

    public bool IsGivenUp(SlackReceipt at) => contents.TryGetValue(at, out var content) && content.Length == 0;
}
