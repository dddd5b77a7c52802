using System.CommandLine;
using System.Text;
using Rollouts.Cli.Pages;
using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>Reads plans and says all that is wrong with them.</summary>
internal static class CheckVerb
{
    public static Verb Create()
    {
        var plans = new Argument<string[]>("PLAN") { Description = "Plan files", Arity = ArgumentArity.OneOrMore };
        return new Verb("check", "Read and lint plans: every error with its line; exit code 2 when one is bad", "rollout check plans/d7-ga-soft-launch.yaml") { plans }
            .Does(call => CheckAsync(call, call.Get(plans)));
    }

    private static async Task<int> CheckAsync(Call call, string[] files)
    {
        var found = new List<object>();
        var sound = true;
        foreach (var file in files)
        {
            var content = await PlanFile.ReadAsync(file, call.Cancellation);
            var reading = PlanReader.Read(content, file);
            sound &= reading is PlanReading.Sound;
            found.Add(Json(file, reading));
            if (!call.IsJson) call.Terminal.Write(CheckPage.Of(file, Encoding.UTF8.GetString(content), reading));
        }

        if (call.IsJson) call.Terminal.WriteJson(new { sound, plans = found });
        return sound ? ExitCode.Fine : ExitCode.BadUsage;
    }

    private static object Json(string file, PlanReading reading) => reading switch
    {
        PlanReading.Sound plan => new { file, sound = true, plan = plan.Document.Name, hash = plan.Document.Hash, errors = Array.Empty<PlanError>(), warnings = plan.Warnings },
        PlanReading.Faulty faulty => new { file, sound = false, errors = faulty.Errors, warnings = faulty.Warnings },
        _ => throw new InvalidOperationException("unknown reading"),
    };
}
