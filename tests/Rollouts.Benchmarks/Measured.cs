using System.Diagnostics;

namespace Rollouts.Benchmarks;

/// <summary>Times of several runs of the same thing, in microseconds for one operation.</summary>
public sealed record Measured(IReadOnlyList<double> Runs)
{
    public double Median => MedianOf(Runs);

    public double Least => Runs.Min();

    public double Most => Runs.Max();

    public static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Turns before those that count: code is compiled anew once it has been used a while.</summary>
    private const int WarmUps = 3;

    /// <summary>Measures two things run by run in turns, so that a slow moment of the machine meets both.</summary>
    public static async Task<(Measured Subject, Measured Floor)> InTurnsAsync(int runs, int operations, Func<Task> subject, Func<Task> floor)
    {
        var (subjects, floors) = (new List<double>(), new List<double>());
        for (var run = -WarmUps; run < runs; run++)
        {
            var (below, above) = (await TimeAsync(floor), await TimeAsync(subject));
            if (run < 0) continue;
            floors.Add(below / operations);
            subjects.Add(above / operations);
        }

        return (new(subjects), new(floors));
    }

    public static async Task<double> TimeAsync(Func<Task> action)
    {
        GC.Collect();
        var began = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }
}
