using System.CommandLine;
using Rollouts.Simulation;

namespace Rollouts.Cli.Verbs;

/// <summary>Plays a plan against what its metrics were in the past.</summary>
internal static class BacktestVerb
{
    public static Verb Create()
    {
        var plan = new Argument<string>("PLAN") { Description = "A plan file" };
        var values = new Argument<string>("VALUES") { Description = "A CSV file: at, metric, value; samples, scope and over where they matter" };
        var svg = Verb.Text("--svg", "Also write a picture", "FILE");
        var rest = new Option<bool>("--rest-is-healthy") { Description = "Metrics that the file says nothing of are where the gates want them; without data if silent" };
        return new Verb(
            "backtest", "Play a plan against what its metrics were: which gates would have passed, which triggers fired", "rollout backtest plans/d7-ga-soft-launch.yaml last-month.csv",
            "rollout backtest plans/d7-ga-soft-launch.yaml last-month.csv --rest-is-healthy --svg last-month.svg") { plan, values, rest, svg }
            .Does(call => BacktestAsync(call, call.Get(plan), call.Get(values), call.Get(rest), call.Get(svg)));
    }

    private static async Task<int> BacktestAsync(Call call, string file, string values, bool restIsHealthy, string? svg)
    {
        var plan = await PlanFile.ReadSoundAsync(file, call.Cancellation);
        var text = TestVerb.Readable(() => File.ReadAllText(values));
        var recording = Recording.Read(plan, text, values);
        if (recording.Faults is { IsEmpty: false } faults) throw new UsageException(string.Join('\n', faults));
        var play = Play.OfRecording(plan, recording, restIsHealthy);
        SimulateVerb.Show(call, play, svg);
        if (!restIsHealthy && !recording.Missing.IsEmpty) call.Terminal.Errors.WriteLine($"{values} says nothing of {string.Join(", ", recording.Missing)}: without data in this play");
        if (play.Story.Any(line => line.Kind == "way-back")) return ExitCode.Failed;
        return play.Stage is "watching" or "closed" ? ExitCode.Fine : ExitCode.Inconclusive;
    }
}
