using System.Collections.Concurrent;
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
        var readings = files.AsParallel().AsOrdered().Select(file => (file, reading: ScenarioFiles.Read(file))).ToArray();
        var runs =
            from read in readings
            where read.reading is ScenarioReading.Sound
            from scenario in ((ScenarioReading.Sound)read.reading).File.Scenarios
            where only is null || scenario.Name.Contains(only, StringComparison.OrdinalIgnoreCase)
            select (read.file, ((ScenarioReading.Sound)read.reading).File.Plan, scenario);
        // One at a time to whoever is free: some take a hundred times as long as others.
        var tested = Partitioner.Create(runs, EnumerablePartitionerOptions.NoBuffering).AsParallel()
            .Select(run => (run.file, TestedScenario.Of(ScenarioRunner.Run(run.Plan, run.scenario))))
            .ToLookup(run => run.file, run => run.Item2);
        var played = readings.Select(read => TestedFile.Of(read.file, read.reading, tested[read.file])).ToImmutableArray();
        var scenarios = played.SelectMany(file => file.Scenarios).ToArray();
        return new(played.All(file => file.Errors.IsEmpty), scenarios.Count(scenario => scenario.Passed), scenarios.Count(scenario => !scenario.Passed), played);
    }
}

/// <param name="Plan">The plan's name; empty where the file could not be read.</param>
/// <param name="Errors">What is wrong with the file.</param>
public sealed record TestedFile(string File, string Plan, ImmutableArray<PlanError> Errors, ImmutableArray<TestedScenario> Scenarios)
{
    internal static TestedFile Of(string file, ScenarioReading reading, IEnumerable<TestedScenario> scenarios) => reading switch
    {
        ScenarioReading.Sound sound => new(file, sound.File.Plan.Name, [], [.. scenarios.OrderBy(scenario => scenario.Line)]),
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
