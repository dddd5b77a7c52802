using System.Collections.Immutable;
using System.Diagnostics;

namespace Rollouts.Engine;

/// <summary>Asking a source, and taking the readings that launches are due.</summary>
internal static class SourceSpan
{
    public static Activity? Observe(IReadOnlyCollection<Drained> due) => Tracing.Source.StartActivity("observe")?
        .SetTag(Tags.Launches, due.Select(launch => launch.State.Rollout).ToArray());

    /// <param name="ask">Says what went wrong, or null.</param>
    public static async Task<string?> AroundAsync(MetricSource source, TimeProvider time, Func<Task<string?>> ask)
    {
        using var span = Tracing.Source.StartActivity("read source", ActivityKind.Client)?.SetTag(Tags.Source, source.Name).SetTag(Tags.SourceKind, source.Kind);
        var began = time.GetTimestamp();
        var error = await ask();
        if (error is not null)
        {
            span?.SetStatus(ActivityStatusCode.Error, error);
            Failed(source, "unanswered");
        }

        LaunchMeter.SourceDuration.Record(
            time.GetElapsedTime(began).TotalSeconds, new(Tags.Source, source.Name), new(Tags.SourceKind, source.Kind), new(Tags.Result, error is null ? "answered" : "error"));
        return error;
    }

    /// <summary>The source answered, and some of its answers are errors.</summary>
    public static void Read(MetricSource source, ImmutableArray<Reading> readings)
    {
        if (!readings.IsDefault && readings.Any(reading => reading.Error is not null)) Failed(source, "answered_error");
    }

    public static void Observed(string rollout, IEnumerable<Reading> readings)
    {
        if (!LaunchMeter.Observations.Enabled) return;
        foreach (var reading in readings)
        {
            var result = reading.Error is not null ? "error" : reading.Value is null ? "no_data" : "value";
            LaunchMeter.Observations.Add(1, new(Tags.Name, rollout), new(Tags.Metric, reading.Key.Metric), new(Tags.Result, result));
        }
    }

    private static void Failed(MetricSource source, string why) =>
        LaunchMeter.SourceFailures.Add(1, new(Tags.Source, source.Name), new(Tags.SourceKind, source.Kind), new(Tags.ErrorType, why));
}
