using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Asks for more time to answer an approval request.</summary>
internal static class MoreTimeVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var request = Verb.Text("--request", "Which request, when several are open", "ID");
        var reason = Verb.Text("--reason", "Why it takes longer", "TEXT", required: true);
        return new Verb("more-time", "Ask for more time to approve, as the plan allows", "rollout more-time d7 --as U0ENGLEAD --reason \"the load test runs until tonight\"") { name, request, reason }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("more-time").With("request", call.Get(request)).With("reason", call.Get(reason))));
    }
}
