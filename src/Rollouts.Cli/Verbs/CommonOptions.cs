using System.CommandLine;
using Rollouts.Local;

namespace Rollouts.Cli.Verbs;

/// <summary>The options that every verb has. One instance belongs to one command line.</summary>
internal sealed class CommonOptions
{
    public Option<string> Url { get; } = new("--url")
    {
        Description = "The host; ROLLOUT_URL. ROLLOUT_TOKEN and ROLLOUT_KEY prove who asks",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ROLLOUT_URL") is { Length: > 0 } url ? url : LocalOptions.DefaultUrl,
        HelpName = "URL",
        Recursive = true,
    };

    public Option<string> As { get; } = new("--as")
    {
        Description = "Who you are; ROLLOUT_USER, or your login name",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ROLLOUT_USER") is { Length: > 0 } user ? user : Environment.UserName,
        HelpName = "USER",
        Recursive = true,
    };

    public Option<string> Groups { get; } = new("--groups")
    {
        Description = "The groups you are in, with commas; ROLLOUT_GROUPS",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ROLLOUT_GROUPS") ?? "",
        HelpName = "GROUPS",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON document instead of text", Recursive = true };

    public IReadOnlyList<Option> All => [Url, As, Groups, Json];
}
