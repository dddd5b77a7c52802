using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Skips the optional waiting of a step.</summary>
internal static class PromoteVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var reason = Verb.Text("--reason", "Why", "TEXT");
        var wait = new WaitOptions();
        return new Verb("promote", "Skip a step's optional waiting; never a gate, an approval or a shortest duration", "rollout promote d7 --reason \"traffic is high enough\"")
        {
            name, reason, wait.Wait, wait.Timeout,
        }.Does(call => call.CommandAsync(call.Get(name), Fields.Command("promote").With("reason", call.Get(reason)), wait));
    }
}
