using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Asks to turn a turned-off flag on again.</summary>
internal static class ReArmVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var flag = new Argument<string>("FLAG") { Description = "The flag, or a member that was taken back alone" };
        var reason = Verb.Text("--reason", "Why", "TEXT");
        return new Verb("re-arm", "Ask to turn a turned-off flag on again; its gate decides", "rollout re-arm d7 export_enabled --reason \"fixed\"") { name, flag, reason }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("re-arm").With("flag", call.Get(flag)).With("reason", call.Get(reason))));
    }
}
