using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Pauses a launch: durations and rises stop.</summary>
internal static class PauseVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var reason = Verb.Text("--reason", "Why", "TEXT", required: true);
        return new Verb("pause", "Pause a launch: durations and rises stop until someone resumes", "rollout pause d7 --reason \"looking at the error spike\"") { name, reason }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("pause").With("reason", call.Get(reason))));
    }
}
