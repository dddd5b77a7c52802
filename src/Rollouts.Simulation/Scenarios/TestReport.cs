using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>How scenario files ended: what <c>rollout test --json</c> prints. Its JSON Schema stands in <c>docs/schemas/</c>.</summary>
/// <param name="Sound">False when a file could not be read; nothing of it was played then.</param>
public sealed record TestReport(bool Sound, int Passed, int Failed, ImmutableArray<TestedFile> Files)
{
    /// <summary>Plays all scenarios of the files, several at a time.</summary>
    /// <param name="only">Only those whose name contains it; null for all.</param>
    public static TestReport Of(IReadOnlyList<string> files, string? only)
    {
        var readings = files.Select(file => (file, reading: ScenarioFiles.Read(file))).ToArray();
        var played = readings.AsParallel().AsOrdered().Select(read => TestedFile.Of(read.file, read.reading, only)).ToImmutableArray();
        var scenarios = played.SelectMany(file => file.Scenarios).ToArray();
        return new(played.All(file => file.Errors.IsEmpty), scenarios.Count(scenario => scenario.Passed), scenarios.Count(scenario => !scenario.Passed), played);
    }
}

/// <param name="Plan">The plan's name; empty where the file could not be read.</param>
/// <param name="Errors">What is wrong with the file.</param>
public sealed record TestedFile(string File, string Plan, ImmutableArray<PlanError> Errors, ImmutableArray<TestedScenario> Scenarios)
{
    internal static TestedFile Of(string file, ScenarioReading reading, string? only) => reading switch
    {
        ScenarioReading.Sound sound => new(file, sound.File.Plan.Name, [], [.. sound.File.Scenarios
            .Where(scenario => only is null || scenario.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).AsParallel().AsOrdered()
            .Select(scenario => TestedScenario.Of(ScenarioRunner.Run(sound.File.Plan, scenario)))]),
        ScenarioReading.Faulty faulty => new(file, "", faulty.Errors, []),
        _ => throw new InvalidOperationException("unknown reading"),
    };
}

/// <param name="Checks">How many expectations were looked at.</param>
/// <param name="Started">In virtual time, as is <paramref name="Ended"/>.</param>
public sealed record TestedScenario(string Scenario, int Line, bool Passed, int Checks, DateTimeOffset Started, DateTimeOffset Ended, ImmutableArray<Difference> Differences)
{
    internal static TestedScenario Of(ScenarioResult result) =>
        new(result.Scenario, result.Line, result.Passed, result.Checks, result.Started, result.Ended, result.Differences);
}
