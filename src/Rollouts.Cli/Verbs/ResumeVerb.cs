using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Asks to go on after a pause or a way back.</summary>
internal static class ResumeVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var reason = Verb.Text("--reason", "Why it may go on", "TEXT");
        var wait = new WaitOptions();
        return new Verb("resume", "Ask to go on after a pause or a way back; the resume gate decides", "rollout resume d7 --reason \"fixed in 1.4.2\"") { name, reason, wait.Wait, wait.Timeout }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("resume").With("reason", call.Get(reason)), wait));
    }
}
