using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace LoadDriver;

/// <param name="Planned">Requests the plan asks for.</param>
/// <param name="Shed">Due, but not sent, because too many were under way.</param>
/// <param name="Errors">Answers other than 2xx, and requests without an answer.</param>
/// <param name="Sending">How long requests have been sent until now; waiting for the last answers does not count.</param>
public sealed record LoadReport(
    long Planned,
    long Sent,
    long Shed,
    long Errors,
    TimeSpan Sending,
    ImmutableArray<LoadReport.Outcome> Outcomes,
    LoadReport.Latency LatencyMs)
{
    /// <param name="Path">The path that served, as the service told it; <c>none</c> when it did not.</param>
    /// <param name="Status">The HTTP status, or <c>timeout</c>, <c>no-answer</c>, <c>stopped</c>.</param>
    public sealed record Outcome(string Path, string Status, long Count);

    /// <summary>Percentiles in milliseconds from the time a request was due, so that a driver or service that falls behind shows.</summary>
    public sealed record Latency(double P50, double P90, double P99, double Max);

    /// <summary>Requests a second that were really sent.</summary>
    public double AchievedRate => Sending > TimeSpan.Zero ? Sent / Sending.TotalSeconds : 0;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Sent} of {Planned} requests in {Sending.TotalSeconds:0.0} s ({AchievedRate:0.0}/s), {Errors} errors, {Shed} shed\n");
        text.Append(CultureInfo.InvariantCulture, $"latency p50 {LatencyMs.P50:0.0} ms, p90 {LatencyMs.P90:0.0} ms, p99 {LatencyMs.P99:0.0} ms, max {LatencyMs.Max:0.0} ms\n");
        foreach (var outcome in Outcomes) text.Append(CultureInfo.InvariantCulture, $"  {outcome.Path,-5} {outcome.Status,-12} {outcome.Count}\n");
        return text.ToString();
    }
}
