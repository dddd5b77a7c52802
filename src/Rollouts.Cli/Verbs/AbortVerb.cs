using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Takes everything back to nobody and ends the launch.</summary>
internal static class AbortVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var reason = Verb.Text("--reason", "Why", "TEXT", required: true);
        return new Verb("abort", "Take everything back to nobody and end the launch", "rollout abort d7 --reason \"will be redone with the new schema\"") { name, reason }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("abort").With("reason", call.Get(reason))));
    }
}
