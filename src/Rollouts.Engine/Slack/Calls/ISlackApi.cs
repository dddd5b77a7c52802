using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>What becomes of a failed call: whether to try again, elsewhere, or not at all.</summary>
public enum SlackFault
{
    /// <summary>Trying again later can help.</summary>
    Passing,

    /// <summary>The channel is gone, or the app is not in it.</summary>
    ChannelGone,

    /// <summary>The token is revoked or may not do this: nothing can be posted anywhere.</summary>
    AppRefused,

    /// <summary>The message itself is not taken.</summary>
    MessageRefused,
}

/// <summary>Slack did not do what it was asked. The message names the method and Slack's error, never a token.</summary>
public sealed class SlackException : Exception
{
    public SlackException(string method, string error, SlackFault fault, TimeSpan? retryAfter = null, Exception? inner = null)
        : base($"Slack {method}: {error}", inner)
    {
        Error = error;
        Fault = fault;
        RetryAfter = retryAfter;
    }

    public SlackException()
    {
    }

    public SlackException(string message)
        : base(message)
    {
    }

    public SlackException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public string Error { get; } = "";

    public SlackFault Fault { get; }

    /// <summary>How long Slack asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The fault behind one of Slack's error words.</summary>
    public static SlackFault FaultOf(string error) => error switch
    {
        "channel_not_found" or "not_in_channel" or "is_archived" or "restricted_action" or "restricted_action_read_only_channel" => SlackFault.ChannelGone,
        "invalid_auth" or "not_authed" or "token_revoked" or "token_expired" or "account_inactive" or "missing_scope" or "no_permission" or "org_login_required" or "ekm_access_denied" or "team_access_not_granted"
            => SlackFault.AppRefused,
        "invalid_blocks" or "invalid_blocks_format" or "msg_too_long" or "msg_blocks_too_long" or "no_text" or "invalid_arguments" or "cant_update_message" or "message_not_found"
            or "edit_window_closed" or "invalid_metadata_format" or "expired_trigger_id" or "exchanged_trigger_id" or "invalid_trigger_id" or "thread_not_found" => SlackFault.MessageRefused,
        _ => SlackFault.Passing,
    };
}

/// <param name="Marker">The effect it is for: found again in the channel's history after a crash.</param>
/// <param name="Thread">The timestamp of the message it belongs beneath; null for a message of its own.</param>
public sealed record SlackPost(string Channel, SlackMessage Message, string Marker, string? Thread);

/// <param name="Groups">The user groups the person is in, by id.</param>
public sealed record SlackPerson(string Id, string Team, bool IsBot, bool IsDeleted, ImmutableArray<string> Groups);

/// <summary>The methods of Slack that are called. All throw <see cref="SlackException"/>.</summary>
public interface ISlackApi
{
    /// <summary>Posts; returns the message's timestamp.</summary>
    Task<string> PostAsync(SlackPost post, CancellationToken cancellation);

    Task UpdateAsync(string channel, string timestamp, SlackMessage message, CancellationToken cancellation);

    /// <summary>The timestamp of our message with the marker, posted since then; null when there is none.</summary>
    Task<string?> FindAsync(string channel, string marker, string? thread, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Opens a modal.</summary>
    Task OpenViewAsync(string trigger, JsonObject view, CancellationToken cancellation);

    /// <summary>The workspace that the token is for.</summary>
    Task<string> TeamAsync(CancellationToken cancellation);

    /// <summary>The ids of the people in a user group.</summary>
    Task<ImmutableArray<string>> MembersAsync(string group, CancellationToken cancellation);

    /// <summary>Bot or not, deactivated or not; groups are not filled in. Null when Slack knows nobody of that id.</summary>
    Task<SlackPerson?> PersonAsync(string user, CancellationToken cancellation);
}
