using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Declares and resolves incidents.</summary>
internal static class IncidentVerb
{
    public static Verb Create() => new("incident", "Declare or resolve an incident", "rollout incident declare d7 --severity P1 --title \"uploads lost\"", "rollout incident resolve d7 incident-44")
    {
        Declare(), Resolve(),
    };

    private static Verb Declare()
    {
        var name = Verb.RolloutName();
        var severity = Verb.Text("--severity", "How bad it is, in the plan's words", "SEVERITY", required: true);
        var title = Verb.Text("--title", "What is wrong", "TEXT", required: true);
        return new Verb("declare", "Declare an incident", "rollout incident declare d7 --severity P1 --title \"uploads lost\"") { name, severity, title }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("declare-incident").With("severity", call.Get(severity)).With("title", call.Get(title))));
    }

    private static Verb Resolve()
    {
        var name = Verb.RolloutName();
        var incident = new Argument<string>("INCIDENT") { Description = "The incident's id, as 'rollout get' shows it" };
        var note = Verb.Text("--note", "How it was resolved", "TEXT");
        return new Verb("resolve", "Resolve an incident", "rollout incident resolve d7 incident-44 --note \"pool size raised\"") { name, incident, note }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("resolve-incident").With("incident", call.Get(incident)).With("note", call.Get(note))));
    }
}
