namespace Rollouts.Benchmarks;

/// <summary>Six weeks of D7, observed every five minutes, in virtual time.</summary>
internal static class LaunchBenchmark
{
    private static readonly TimeSpan SixWeeks = TimeSpan.FromDays(42);

    public static BenchmarkRow Run(int runs)
    {
        var document = D7.Document();
        var (times, decisions) = (new List<double>(), 0L);
        for (var run = -1; run < runs; run++)
        {
            var launch = new D7(document);
            var time = Measured.TimeAsync(() =>
            {
                launch.Run(SixWeeks);
                return Task.CompletedTask;
            }).GetAwaiter().GetResult();
            if (launch.Virtual.State is not { Stage: RolloutStage.Watching, Permitted.Audience.Percent.Value: 100 })
                throw new InvalidOperationException($"D7 did not reach its end: it is {launch.Virtual.State.Stage} at {launch.Virtual.State.Permitted.Audience}");
            if (run >= 0) times.Add(time);
            decisions = launch.Virtual.Decisions;
        }

        return new(FormattableString.Invariant($"42 days of D7 observed every 5 min ({decisions:N0} decisions)"), new(times), null, "", null, 1_000_000);
    }
}
