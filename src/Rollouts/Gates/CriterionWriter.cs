using System.Globalization;

namespace Rollouts;

/// <summary>Writes criteria so that reading them gives the same again, down to the last digit.</summary>
internal static class CriterionWriter
{
    private static readonly (string Name, double Seconds)[] Times = [("d", 86400), ("h", 3600), ("min", 60), ("s", 1)];
    private static readonly (string Name, double Bytes)[] Sizes = [("GB", 1024d * 1024 * 1024), ("MB", 1024 * 1024), ("KB", 1024)];

    public static string Write(Criterion criterion) => criterion switch
    {
        Criterion.OfMetric metric =>
            metric.Metric + (metric.Scope is { } scope ? $"({scope})" : "") + Over(metric.Over)
            + $" {metric.Comparison.Sign()} {Limit(metric.Threshold)}" + For(metric.Sustained),
        Criterion.OfTally tally =>
            TallyWords.Of(tally.Tally) + (tally.Of.Length > 0 ? $"({tally.Of})" : "") + Over(tally.Over)
            + $" {tally.Comparison.Sign()} {Number(tally.Threshold)}" + For(tally.Sustained),
        Criterion.OfAlert alert => $"alert {alert.Rule}{(alert.Severity is { } severity ? " of severity " + severity : "")} {(alert.Firing ? "firing" : "clear")}{For(alert.For)}",
        Criterion.OfIncident incident => $"incident {incident.Severity} open for {(incident.Longer ? "more than " : "")}{Span.Exact(incident.For)}",
        Criterion.OfDate date => $"from {date.Text}",
        Criterion.OfFlag flag => $"flag {flag.Flag} {(flag.On ? "on" : "off")}",
        Criterion.OfDrill drill => $"drill {drill.Drill}",
        Criterion.OfEveryTrack => "every active track passes",
        Criterion.OfTrack track => $"track {track.Member} passes",
        Criterion.OfEqualEvidence same => "same evidence: " + string.Join(", ", same.Items),
        Criterion.OfElapsed elapsed => $"elapsed in {elapsed.Since} >= {Span.Exact(elapsed.AtLeast)}",
        _ => throw new ArgumentException($"{criterion.GetType().Name} is written as a checklist item, not as a criterion", nameof(criterion)),
    };

    private static string Over(TimeSpan? over) => over is { } window ? " over " + Span.Exact(window) : "";

    private static string For(TimeSpan held) => held == TimeSpan.Zero ? "" : " for " + Span.Exact(held);

    private static string Limit(Threshold threshold) => threshold switch
    {
        Threshold.Absolute absolute => Exact(absolute.Quantity),
        Threshold.OfBaseline baseline => Number(baseline.Factor) + "x baseline",
        Threshold.OfMetric other => $"{Number(other.Factor)}x {other.Metric}",
        _ => throw new ArgumentException($"{threshold.GetType().Name} has no text", nameof(threshold)),
    };

    private static string Exact(Quantity quantity) => quantity.Unit switch
    {
        Unit.Truth => quantity.Value >= 0.5 ? "true" : "false",
        Unit.Ratio => Number(quantity.Value * 100) + "%",
        Unit.Duration => Times.FirstOrDefault(unit => quantity.Value % unit.Seconds == 0) is { Name: { } name } unit
            ? $"{Number(quantity.Value / unit.Seconds)} {name}"
            : Number(quantity.Value * 1000) + " ms",
        Unit.Size => Sizes.FirstOrDefault(unit => quantity.Value % unit.Bytes == 0) is { Name: { } name } unit
            ? $"{Number(quantity.Value / unit.Bytes)} {name}"
            : Number(quantity.Value) + " B",
        _ => Number(quantity.Value),
    };

    /// <summary>Fifteen digits are what people write and what survives a change of units; never an exponent.</summary>
    private static string Number(double value) => ((decimal)value).ToString("0.##################", CultureInfo.InvariantCulture);
}
