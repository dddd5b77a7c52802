using System.CommandLine;
using System.Text;
using Rollouts.Cli.Hosts;
using Rollouts.Cli.Pages;
using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>Lets a running launch go on by a changed plan.</summary>
internal static class AmendVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var plan = new Argument<string>("PLAN") { Description = "The changed plan, a file" };
        var reason = Verb.Text("--reason", "Why the plan is changed", "TEXT", required: true);
        return new Verb("amend", "Let a running launch go on by a changed plan; what was approved for the old one is void", "rollout amend d7 plans/d7-ga-soft-launch.yaml --reason \"P3 gets a step at 30 %\"") { name, plan, reason }
            .Does(call => AmendAsync(call, call.Get(name), call.Get(plan), call.Get(reason)!));
    }

    private static async Task<int> AmendAsync(Call call, string name, string file, string reason)
    {
        var content = await PlanFile.ReadAsync(file, call.Cancellation);
        var reading = PlanReader.Read(content, file);
        if (reading is PlanReading.Sound sound) return await call.CommandAsync(name, Fields.Command("amend").With("planText", sound.Document.Text).With("reason", reason));
        if (call.IsJson) call.Terminal.WriteJson(new { error = new { title = "The plan has errors", errors = ((PlanReading.Faulty)reading).Errors } });
        call.Terminal.Errors.Write(CheckPage.Of(file, Encoding.UTF8.GetString(content), reading).ToPlain());
        return ExitCode.BadUsage;
    }
}
