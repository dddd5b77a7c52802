using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Ends the watch after the last phase.</summary>
internal static class CloseVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var note = Verb.Text("--note", "A note for the record", "TEXT");
        return new Verb("close", "Close a launch that is through: ends the watch after the last phase", "rollout close d7 --note \"two quiet weeks\"") { name, note }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("close").With("note", call.Get(note))));
    }
}
