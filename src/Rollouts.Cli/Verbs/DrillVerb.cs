using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Rehearses a way back for real, in a declared window.</summary>
internal static class DrillVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var drill = new Argument<string>("DRILL") { Description = "The plan's drill" };
        return new Verb("drill", "Rehearse a way back for real; its journal range is the evidence", "rollout drill d7 kill-switch") { name, drill }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("drill").With("drill", call.Get(drill))));
    }
}
