using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Says yes to an open approval request.</summary>
internal static class ApproveVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var request = Verb.Text("--request", "Which request, when several are open", "ID");
        var note = Verb.Text("--note", "A note for the record", "TEXT");
        var wait = new WaitOptions();
        return new Verb("approve", "Approve what you are asked for", "rollout approve d7 --as U0ENGLEAD --note \"numbers are fine\"", "rollout approve d7 --wait --timeout 1h")
        {
            name, request, note, wait.Wait, wait.Timeout,
        }.Does(call => call.CommandAsync(call.Get(name), Fields.Command("approve").With("request", call.Get(request)).With("note", call.Get(note)), wait));
    }
}
