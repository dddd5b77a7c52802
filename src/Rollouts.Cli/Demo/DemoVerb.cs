using System.CommandLine;
using Rollouts.Cli.Verbs;

namespace Rollouts.Cli.Demo;

/// <summary>The main job in one command: a launch in a closed loop with a real service, no input needed.</summary>
internal static class DemoVerb
{
    public static Verb Create()
    {
        var noFault = new Option<bool>("--no-fault") { Description = "A launch without a fault and without a way back" };
        var keep = new Option<bool>("--keep") { Description = "Keep the journal, the flags file and the posts" };
        var interactive = new Option<bool>("--interactive") { Description = "You are asked for the approvals" };
        var slack = new Option<bool>("--slack-preview") { Description = "People decide in a Slack that runs here, which a browser shows; with --interactive you click" };
        return new Verb("demo", "Run a launch against a real small service, in under 90 seconds", "rollout demo", "rollout demo --no-fault", "rollout demo --slack-preview --interactive") { noFault, keep, interactive, slack }
            .Does(call => new DemoRun(new(call.Terminal), new(!call.Get(noFault), call.Get(keep), call.Get(interactive), call.Get(slack))).RunAsync(call.Cancellation));
    }
}
