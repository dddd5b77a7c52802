namespace Rollouts.Benchmarks;

/// <summary>All measurements, one after the other in this process.</summary>
public static class BenchmarkRun
{
    /// <param name="quick">Few and short runs: that it works, not how fast it is.</param>
    public static async Task<BenchmarkReport> RunAsync(bool quick)
    {
        var folder = Directory.CreateTempSubdirectory("rollouts-benchmarks-").FullName;
        try
        {
            var runs = quick ? 2 : 9;
            return new(
                Machine.Line(folder),
                [
                    LaunchBenchmark.Run(quick ? 1 : 7),
                    .. DecisionBenchmarks.Run(runs, quick ? 50 : 2000),
                    .. await AppendBenchmarks.RunAsync(folder, runs, quick ? 10 : 200),
                    .. await RollbackBenchmark.RunAsync(folder, quick ? 3 : 40),
                ]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
