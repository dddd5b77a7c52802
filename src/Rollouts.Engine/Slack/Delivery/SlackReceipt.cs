namespace Rollouts.Engine;

/// <summary>Where in Slack a post is, as the journal keeps it: <c>slack:C0LAUNCH:1700000000.000100</c>.</summary>
public sealed record SlackReceipt(string Channel, string Timestamp)
{
    private const string Scheme = "slack";

    public override string ToString() => $"{Scheme}:{Channel}:{Timestamp}";

    /// <summary>Null when the post went elsewhere.</summary>
    public static SlackReceipt? Of(string? receipt) => receipt?.Split(':') is [Scheme, var channel, var timestamp] ? new(channel, timestamp) : null;
}
