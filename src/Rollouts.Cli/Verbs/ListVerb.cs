using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Verbs;

/// <summary>Lists the launches of a host.</summary>
internal static class ListVerb
{
    public static Verb Create() => new Verb("list", "List the launches", "rollout list", "rollout list --json | jq -r '.[].rollout'")
        .Does(async call => call.Show(await call.Host.ListAsync(call.Cancellation), ListPage.Of));
}
