using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Says no to an open approval request.</summary>
internal static class RejectVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var reason = Verb.Text("--reason", "Why not", "TEXT", required: true);
        var request = Verb.Text("--request", "Which request, when several are open", "ID");
        return new Verb("reject", "Reject what you are asked to approve; the launch is held", "rollout reject d7 --reason \"p99 is drifting\"") { name, reason, request }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("reject").With("reason", call.Get(reason)).With("request", call.Get(request))));
    }
}
