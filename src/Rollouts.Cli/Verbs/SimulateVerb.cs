using System.CommandLine;
using Rollouts.Cli.Pages;
using Rollouts.Simulation;

namespace Rollouts.Cli.Verbs;

/// <summary>Plays a launch in virtual time and tells its story.</summary>
internal static class SimulateVerb
{
    /// <summary>A Monday morning.</summary>
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static Verb Create()
    {
        var plan = new Argument<string>("PLAN") { Description = "A plan file" };
        var scenario = Verb.Text("--scenario", "A scenario file, and the scenario's name where it holds several; without it all is well", "FILE[#NAME]");
        var days = new Option<double?>("--days") { Description = "How many days at least; until every phase has passed", HelpName = "N" };
        var svg = Verb.Text("--svg", "Also write a picture", "FILE");
        return new Verb(
            "simulate", "Play a launch in virtual time: what happens, when and why", "rollout simulate plans/d7-ga-soft-launch.yaml",
            "rollout simulate plans/d7-ga-soft-launch.yaml --scenario \"plans/d7-ga-soft-launch.scenarios.yaml#corruption\" --svg launch.svg") { plan, scenario, days, svg }
            .Does(call => SimulateAsync(call, call.Get(plan), call.Get(scenario), call.Get(days), call.Get(svg)));
    }

    private static async Task<int> SimulateAsync(Call call, string file, string? scenario, double? days, string? svg)
    {
        if (days is <= 0 or > 3650) throw new UsageException("--days must be above 0 and at most 3650");
        TimeSpan? length = days is { } count ? TimeSpan.FromDays(count) : null;
        var read = await PlanFile.ReadSoundAsync(file, call.Cancellation);
        var play = scenario is null ? Play.OfHealthy(read, Start, length) : Play.Of(read, ScenarioOf(scenario, read, file).LastingAtLeast(length));
        Show(call, play, svg);
        return play.Passed ? ExitCode.Fine : ExitCode.Failed;
    }

    /// <summary>Prints a play and, where a file is named for it, draws its picture.</summary>
    public static void Show(Call call, Play play, string? svg)
    {
        if (svg is not null) TestVerb.Readable(() => Written(svg, SvgChart.Of(play.Picture)));
        if (call.IsJson) call.Terminal.WriteJson(play);
        else call.Terminal.Write(StoryPage.Of(play, call.Terminal.Width));
    }

    private static Scenario ScenarioOf(string named, Plan plan, string planFile)
    {
        var hash = named.IndexOf('#', StringComparison.Ordinal);
        var (file, name) = hash < 0 ? (named, "") : (named[..hash], named[(hash + 1)..]);
        var read = TestVerb.Readable(() => ScenarioFiles.Read(file)) switch
        {
            ScenarioReading.Sound sound => sound.File,
            ScenarioReading.Faulty faulty => throw new UsageException(string.Join('\n', faulty.Errors)),
            _ => throw new InvalidOperationException("unknown reading"),
        };
        if (read.Plan.Hash != plan.Hash) throw new UsageException($"{file} is about {read.PlanFile}, not about {planFile}");
        var exact = read.Scenarios.Where(scenario => scenario.Name == name).ToArray();
        var found = exact.Length > 0 ? exact : [.. read.Scenarios.Where(scenario => scenario.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];
        return found.Length == 1
            ? found[0]
            : throw new UsageException($"{(hash < 0 ? $"say which scenario, as {file}#NAME" : $"{(found.Length == 0 ? "no scenario" : "more than one scenario")} of {file} has '{name}' in its name")}; it has:\n  " + string.Join("\n  ", read.Scenarios.Select(scenario => scenario.Name)));
    }

    private static bool Written(string file, string content)
    {
        File.WriteAllText(file, content);
        return true;
    }
}
