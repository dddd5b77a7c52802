using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Says what was found; the plan's decision matrix says what is done.</summary>
internal static class TriageVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var finding = new Argument<string>("FINDING") { Description = "A row of the plan's decision matrix" };
        var note = Verb.Text("--note", "What was seen", "TEXT");
        return new Verb("triage", "Say what was found; the plan's decision matrix says what is done", "rollout triage d7 code-change-needed --note \"parser drops rows\"") { name, finding, note }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("triage").With("finding", call.Get(finding)).With("note", call.Get(note))));
    }
}
