using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>The Slack app in which people decide, in settings that the environment can carry. Nothing set: no Slack.</summary>
internal sealed class SlackAppSettings
{
    public const string Section = "Slack";

    /// <summary>Separated by commas: two while one is replaced.</summary>
    public string? SigningSecrets { get; set; }

    /// <summary>The bot's token.</summary>
    public string? Token { get; set; }

    /// <summary>The workspace's id.</summary>
    public string? Team { get; set; }

    /// <summary>The app's id.</summary>
    public string? App { get; set; }

    /// <summary>Channel ids by the names that plans use, without the hash: <c>launch=C0123, incidents=C0456</c>.</summary>
    public string? Channels { get; set; }

    /// <summary>One of the channels.</summary>
    public string? Fallback { get; set; }

    /// <summary>User ids by the names that plans use: <c>ada=U0123</c>.</summary>
    public string? Users { get; set; }

    /// <summary>User group ids by the names that plans use: <c>on-call=S0123</c>.</summary>
    public string? Groups { get; set; }

    /// <summary>Separated by commas: the first seals what buttons decide, all open it.</summary>
    public string? DecisionSecrets { get; set; }

    /// <summary>Where people look at a launch.</summary>
    public string? Pages { get; set; }

    /// <summary>Where Slack's methods are; another address for a Slack that runs here.</summary>
    public string Api { get; set; } = "https://slack.com/api/";

    /// <summary>The hosts that private answers are sent to, separated by commas.</summary>
    public string ReplyHosts { get; set; } = "hooks.slack.com";

    public bool Wanted => new[] { SigningSecrets, Token, Team, App }.Any(value => !string.IsNullOrWhiteSpace(value));

    /// <exception cref="FormatException">A map or an address cannot be read; the message names the setting.</exception>
    public SlackSettings ToSlack() => new()
    {
        SigningSecrets = List(SigningSecrets),
        Token = Token ?? "",
        Team = Team ?? "",
        App = App ?? "",
        Channels = Map(nameof(Channels), Channels),
        Fallback = Fallback ?? "",
        Users = Map(nameof(Users), Users),
        Groups = Map(nameof(Groups), Groups),
        DecisionSecrets = List(DecisionSecrets),
        Pages = string.IsNullOrEmpty(Pages) ? null : Address(nameof(Pages), Pages),
        Api = Address(nameof(Api), Api.EndsWith('/') ? Api : Api + "/"),
        ReplyHosts = Hosts(),
    };

    private static ImmutableArray<string> List(string? text) => [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static Dictionary<string, string> Map(string name, string? text)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in List(text))
        {
            if (pair.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } key, { Length: > 0 } value]) throw new FormatException($"{name}: '{pair}' is not NAME=ID");
            if (!map.TryAdd(key, value)) throw new FormatException($"{name}: '{key}' is there twice");
        }

        return map;
    }

    private ImmutableArray<string> Hosts()
    {
        var hosts = List(ReplyHosts);
        try
        {
            _ = new AllowedHosts(hosts);
            return hosts;
        }
        catch (FormatException problem)
        {
            throw new FormatException($"{nameof(ReplyHosts)}: {problem.Message}", problem);
        }
    }

    private static Uri Address(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw new FormatException($"{name}: '{text}' is no address");
}

internal sealed class SlackAppSettingsRules : IValidateOptions<SlackAppSettings>
{
    public ValidateOptionsResult Validate(string? name, SlackAppSettings options)
    {
        if (!options.Wanted) return ValidateOptionsResult.Success;
        string[] problems = [.. Problems(options).Select(problem => $"{SlackAppSettings.Section}__{problem}")];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static ImmutableArray<string> Problems(SlackAppSettings options)
    {
        try
        {
            return options.ToSlack().Problems();
        }
        catch (FormatException problem)
        {
            return [problem.Message];
        }
    }
}
