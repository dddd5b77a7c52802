using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Completes a task.</summary>
internal static class DoneVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var task = new Argument<string>("TASK") { Description = "The task's id, as 'rollout get' shows it" };
        var note = Verb.Text("--note", "What was done", "TEXT");
        return new Verb("done", "Complete a task", "rollout done d7 task-57 --note \"root cause: pool exhausted\"") { name, task, note }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("complete-task").With("task", call.Get(task)).With("note", call.Get(note))));
    }
}
