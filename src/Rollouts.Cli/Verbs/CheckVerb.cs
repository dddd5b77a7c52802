using System.CommandLine;
using System.Text;
using Rollouts.Cli.Pages;
using Rollouts.Engine;
using Rollouts.Simulation;

namespace Rollouts.Cli.Verbs;

/// <summary>Reads plans and says all that is wrong with them.</summary>
internal static class CheckVerb
{
    public static Verb Create()
    {
        var plans = new Argument<string[]>("PLAN") { Description = "Plan files, or folders of them", Arity = ArgumentArity.OneOrMore };
        return new Verb("check", "Read and lint plans: every error with its line; exit code 2 when one is bad", "rollout check plans/d7-ga-soft-launch.yaml", "rollout check plans") { plans }
            .Does(call => CheckAsync(call, [.. call.Get(plans).SelectMany(FilesOf).Distinct(StringComparer.Ordinal)]));
    }

    /// <summary>In a folder, every YAML file is a plan but those of scenarios.</summary>
    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path)) return [path];
        var files = TestVerb.Readable(() => Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(ScenarioFiles.Extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray());
        return files.Length > 0 ? files : throw new UsageException($"there are no plans in {path}");
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
