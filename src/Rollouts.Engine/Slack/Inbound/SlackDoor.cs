using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>Whose requests count: this app's, in this workspace, from its own people, by id and never by name.</summary>
public sealed partial class SlackDoor(SlackSettings settings, SlackDirectory directory)
{
    /// <summary>A process that has just begun, or was idle, knows what others know.</summary>
    public Task CatchUpAsync(CancellationToken cancellation) => directory.CatchUpAsync(cancellation);

    /// <summary>Null when the request may be looked at; else the reason for the private answer.</summary>
    public string? Closed(SlackRequest request) =>
        request.App != settings.App ? "this message belongs to another app"
        : request.Team != settings.Team ? "this app serves another workspace"
        : request.UserTeam != settings.Team ? "people of other workspaces decide nothing here"
        : !UserId().IsMatch(request.User) ? "only people decide"
        : directory.Unfit(request.User);

    /// <summary>The person with the groups that Slack said lately.</summary>
    public Actor ActorOf(string user) => new(settings.PersonOf(user), [.. directory.GroupsOf(user).SelectMany(settings.NamesOf)]);

    /// <summary>The person that somebody mentions, by id: <c>&lt;@U0123|name&gt;</c> as Slack writes it, or the id alone; null for anything else, a name above all.</summary>
    public string? PersonOf(string mention)
    {
        var id = mention is ['<', '@', .. var inner, '>'] ? inner.Split('|')[0] : mention;
        return UserId().IsMatch(id) ? settings.PersonOf(id) : null;
    }

    /// <summary>A refusal, with what may be behind it.</summary>
    public string Explain(string reason) => directory.IsStale ? $"{reason} (group memberships could not be read from Slack lately: try again in a few minutes)" : reason;

    [GeneratedRegex("^[UW][A-Z0-9]{2,20}$", RegexOptions.None, 1000)]
    private static partial Regex UserId();
}
