using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Takes a launch back at once, over the emergency route.</summary>
internal static class RollbackVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var reason = Verb.Text("--reason", "Why", "TEXT", required: true);
        var to = Verb.Text("--to", "A phase (P1), a phase's step (\"P2 step 1\"), or nobody; the step before if silent", "TARGET");
        var member = Verb.Text("--member", "Take back this member alone", "MEMBER");
        return new Verb("rollback", "Take a launch back, now", "rollout rollback d7 --reason \"uploads lost\"", "rollout rollback d7 --to P0 --reason \"data corruption\"") { name, reason, to, member }
            .Does(call => call.ShowAsync(call.Get(name), call.Host.RollBackAsync(
                call.Get(name), new Fields().With("reason", call.Get(reason)).With("target", call.Get(to)).With("member", call.Get(member)), call.Cancellation)));
    }
}
