using System.CommandLine;
using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Verbs;

/// <summary>Shows a launch: where it stands, and what it waits for from whom until when.</summary>
internal static class GetVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var watch = new Option<bool>("--watch", "-w") { Description = "Follow it until it is closed or aborted; with --json a line for each change" };
        var exitCode = new Option<bool>("--exit-code")
        {
            Description = "Say how the launch is: 0 fine, 1 failed or taken back, 4 waits for a person, 5 too little data",
        };
        return new Verb("get", "Show a launch: phase, exposure, gates, and what it waits for", "rollout get d7", "rollout get d7 --watch", "rollout get d7 --json --exit-code") { name, watch, exitCode }
            .Does(call => call.Get(watch) ? Watching.FollowAsync(call, call.Get(name), call.Get(exitCode)) : GetAsync(call, call.Get(name), call.Get(exitCode)));
    }

    private static async Task<int> GetAsync(Call call, string name, bool exitCode)
    {
        var answer = await call.Host.GetAsync(name, call.Cancellation);
        call.Show(answer, view => StatusPage.Of(view, call.Now));
        return exitCode ? Condition.Of(answer.Value).Code : ExitCode.Fine;
    }
}
