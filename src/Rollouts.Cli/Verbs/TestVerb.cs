using System.CommandLine;
using Rollouts.Cli.Pages;
using Rollouts.Simulation;

namespace Rollouts.Cli.Verbs;

/// <summary>Plays scenarios in virtual time and says what was not as expected.</summary>
internal static class TestVerb
{
    public static Verb Create()
    {
        var paths = new Argument<string[]>("FILE") { Description = "Scenario files, plans with scenarios beside them, or folders", Arity = ArgumentArity.OneOrMore };
        var only = Verb.Text("--only", "Only scenarios whose name contains this", "TEXT");
        return new Verb("test", "Play scenarios in virtual time; exit code 1 with what was not as expected", "rollout test plans", "rollout test plans/d7-ga-soft-launch.scenarios.yaml --only corruption") { paths, only }
            .Does(call => Task.FromResult(Test(call, call.Get(paths), call.Get(only))));
    }

    private static int Test(Call call, string[] paths, string? only)
    {
        var files = paths.SelectMany(FilesOf).Distinct(StringComparer.Ordinal).ToArray();
        if (files.Length == 0) throw new UsageException($"there are no {ScenarioFiles.Extension} files in {string.Join(", ", paths)}");
        var report = Readable(() => TestReport.Of(files, only));
        if (only is not null && report is { Sound: true, Passed: 0, Failed: 0 }) throw new UsageException($"no scenario's name contains '{only}'");
        if (call.IsJson) call.Terminal.WriteJson(report);
        else call.Terminal.Write(TestPage.Of(report));
        return !report.Sound ? ExitCode.BadUsage : report.Failed > 0 ? ExitCode.Failed : ExitCode.Fine;
    }

    /// <summary>A plan's scenarios stand beside it: launch.yaml, launch.scenarios.yaml.</summary>
    private static IEnumerable<string> FilesOf(string path)
    {
        var beside = path.EndsWith(".yaml", StringComparison.Ordinal) && !path.EndsWith(ScenarioFiles.Extension, StringComparison.Ordinal)
            ? path[..^".yaml".Length] + ScenarioFiles.Extension
            : path;
        return Readable(() => ScenarioFiles.Find(beside));
    }

    internal static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(problem.Message);
        }
    }
}
