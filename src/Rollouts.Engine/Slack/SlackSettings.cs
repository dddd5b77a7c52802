using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>What an installation knows of its Slack app. Without a signing secret there is no Slack.</summary>
public sealed partial class SlackSettings
{
    public const string Section = "Slack";

    /// <summary>The app's signing secrets: one, or two while it is being replaced.</summary>
    public ImmutableArray<string> SigningSecrets { get; init; } = [];

    /// <summary>The workspace, by its id.</summary>
    public string Team { get; init; } = "";

    /// <summary>The app, by its id.</summary>
    public string App { get; init; } = "";

    /// <summary>The bot's token; needed to post.</summary>
    public string Token { get; init; } = "";

    /// <summary>Seals what buttons decide. The first seals and all open, so that one can be replaced; derived from the signing secrets where there is none.</summary>
    public ImmutableArray<string> DecisionSecrets { get; init; } = [];

    /// <summary>Slack user ids by the names that plans use, where those are not the ids.</summary>
    public Dictionary<string, string> Users { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Slack user group ids by the names that plans use, where those are not the ids.</summary>
    public Dictionary<string, string> Groups { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Slack channel ids by the names that plans use.</summary>
    public Dictionary<string, string> Channels { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The channel for what cannot be posted where it belongs; a name of <see cref="Channels"/> or an id.</summary>
    public string Fallback { get; init; } = "";

    /// <summary>Where Slack's methods are called.</summary>
    public Uri Api { get; init; } = new("https://slack.com/api/");

    /// <summary>The hosts that private answers may be sent to.</summary>
    public ImmutableArray<string> ReplyHosts { get; init; } = ["hooks.slack.com"];

    /// <summary>Where people look at a launch; null where there is no such place.</summary>
    public Uri? Pages { get; init; }

    /// <summary>What is missing or wrong, each naming its setting and none a secret; empty when all is well.</summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (SigningSecrets.IsDefaultOrEmpty || SigningSecrets.Any(secret => secret.Length < 8)) problems.Add("SigningSecrets: the app's signing secret is needed");
        if (Team.Length == 0) problems.Add("Team: the workspace's id is needed");
        if (App.Length == 0) problems.Add("App: the app's id is needed");
        if (Token.Length == 0) problems.Add("Token: the bot's token is needed");
        problems.AddRange(Channels.Where(channel => !ChannelId().IsMatch(channel.Value)).Select(channel => $"Channels: '{channel.Value}' is not the id of a channel"));
        problems.AddRange(Users.Where(user => !UserId().IsMatch(user.Value)).Select(user => $"Users: '{user.Value}' is not the id of a user"));
        problems.AddRange(Groups.Where(group => !GroupId().IsMatch(group.Value)).Select(group => $"Groups: '{group.Value}' is not the id of a user group"));
        if (Fallback.Length > 0 && ChannelOf(Fallback) is null) problems.Add($"Fallback: '{Fallback}' is not one of the channels");
        return problems.ToImmutable();
    }

    public bool IsConfigured => !SigningSecrets.IsEmpty && Team.Length > 0 && App.Length > 0;

    public DecisionSeal Seal() => new([.. (DecisionSecrets.IsEmpty ? SigningSecrets : DecisionSecrets)
        .Select(secret => HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "rollout decisions"u8.ToArray()))]);

    public SlackText Text() => new(Users, Groups);

    /// <summary>The channel's id: by its name in a plan, with or without the hash, or an id itself; null when Slack has no such channel.</summary>
    public string? ChannelOf(string name) => Channels.TryGetValue(name, out var id) || Channels.TryGetValue(name.TrimStart('#'), out id) ? id : ChannelId().IsMatch(name) ? name : null;

    public string? GroupOf(string name) => Groups.TryGetValue(name, out var id) ? id : GroupId().IsMatch(name) ? name : null;

    public string? UserOf(string name) => Users.TryGetValue(name, out var id) ? id : UserId().IsMatch(name) ? name : null;

    /// <summary>The name that plans use for a Slack user.</summary>
    public string PersonOf(string user) => Users.FirstOrDefault(each => each.Value == user).Key ?? user;

    /// <summary>A user group under its id and under the name that plans use for it.</summary>
    public IEnumerable<string> NamesOf(string group) => Groups.Where(each => each.Value == group).Select(each => each.Key).Prepend(group);

    [GeneratedRegex("^[CGD][A-Z0-9]{2,20}$", RegexOptions.None, 1000)]
    private static partial Regex ChannelId();

    [GeneratedRegex("^S[A-Z0-9]{2,20}$", RegexOptions.None, 1000)]
    private static partial Regex GroupId();

    [GeneratedRegex("^[UW][A-Z0-9]{2,20}$", RegexOptions.None, 1000)]
    private static partial Regex UserId();
}
