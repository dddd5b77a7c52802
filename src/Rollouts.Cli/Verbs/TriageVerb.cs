using System.CommandLine;
using Rollouts.Cli.Hosts;
using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Verbs;

/// <summary>Shows what the plan's decision matrix proposes for what may be found; with a finding, takes its proposal.</summary>
internal static class TriageVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var finding = new Argument<string?>("FINDING") { Description = "A row of the plan's decision matrix, whose proposal is taken; without it the matrix is shown", Arity = ArgumentArity.ZeroOrOne };
        var note = Verb.Text("--note", "What was seen", "TEXT");
        return new Verb("triage", "Show what the plan proposes to do about what is found; with a finding, do it", "rollout triage d7", "rollout triage d7 code-change-needed --note \"parser drops rows\"") { name, finding, note }
            .Does(call => call.Get(finding) is { } found
                ? call.CommandAsync(call.Get(name), Fields.Command("triage").With("finding", found).With("note", call.Get(note)))
                : ShowAsync(call, call.Get(name)));
    }

    private static async Task<int> ShowAsync(Call call, string name) => call.Show(await call.Host.TriageAsync(name, call.Cancellation), TriagePage.Of);
}
