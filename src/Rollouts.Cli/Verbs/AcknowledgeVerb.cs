using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Says that somebody looks at an alert.</summary>
internal static class AcknowledgeVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var alert = new Argument<string>("ALERT") { Description = "The alert's rule" };
        var note = Verb.Text("--note", "What is known so far", "TEXT");
        return new Verb("acknowledge", "Say that you look at an alert: nobody is reminded any more", "rollout acknowledge d7 SlowUploads --as on-call-person --note \"looking at the pool\"") { name, alert, note }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("acknowledge").With("alert", call.Get(alert)).With("note", call.Get(note))));
    }
}
