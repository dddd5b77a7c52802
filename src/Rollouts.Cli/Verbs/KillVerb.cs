using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Throws a kill switch; nothing may block it.</summary>
internal static class KillVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var flag = new Argument<string?>("FLAG") { Description = "The kill switch; all of them if silent", Arity = ArgumentArity.ZeroOrOne };
        var reason = Verb.Text("--reason", "Why", "TEXT", required: true);
        return new Verb("kill", "Throw a kill switch, or all of them; works on a finished launch too", "rollout kill d7 --reason \"data loss\"", "rollout kill d7 INGESTION_ENABLED --reason \"data loss\"")
        {
            name, flag, reason,
        }.Does(call => call.CommandAsync(call.Get(name), Fields.Command("kill").With("flag", call.Get(flag)).With("reason", call.Get(reason))));
    }
}
