using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Accepts that a non-critical criterion is missed.</summary>
internal static class MitigateVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var criterion = new Argument<string>("CRITERION") { Description = "The criterion's key, as 'rollout get' shows it" };
        var reason = Verb.Text("--reason", "What is done about it", "TEXT", required: true);
        var gate = Verb.Text("--gate", "Which gate, when several ask for it", "GATE");
        return new Verb("mitigate", "Accept that a criterion is missed, with what is done about it", "rollout mitigate d7 \"p99_latency < 30 s\" --reason \"cache is warming, watched hourly\"")
        {
            name, criterion, reason, gate,
        }.Does(call => call.CommandAsync(call.Get(name), Fields.Command("mitigate").With("criterion", call.Get(criterion)).With("reason", call.Get(reason)).With("gate", call.Get(gate))));
    }
}
