using System.Globalization;

namespace Rollouts;

/// <summary>A reading against its threshold, with the numbers in the explanation.</summary>
internal static class MetricJudging
{
    public static Judged Judge(Turn turn, Criterion.OfMetric criterion, Reading reading, Question asked)
    {
        var metric = turn.Plan.Metrics[criterion.Metric];
        if (reading.Error is { } error) return new(Verdict.Error, null, 0, error);
        if (reading.Value is not { } value || !double.IsFinite(value)) return new(Verdict.NoData, null, reading.Samples, "no data" + Window(metric, criterion));
        if (!(reading.Samples >= metric.AtLeast))
            return new(Verdict.NoData, value, reading.Samples, string.Create(CultureInfo.InvariantCulture, $"only {reading.Samples:0.##} samples of at least {metric.AtLeast:0.##}") + Window(metric, criterion));
        if (Limit(turn, criterion, asked.Member) is not { } limit)
            return new(Verdict.NoData, value, Math.Min(reading.Samples, OtherSamples(turn, criterion, asked.Member)), $"nothing to compare with: {criterion.Threshold} has no data");
        var bound = asked.Bound;
        var met = criterion.Comparison.Holds(value, limit);
        return new(met ? Verdict.Met : Verdict.Missed, value, reading.Samples, () => Because(metric, criterion, reading, value, limit, bound));
    }

    private static double? Limit(Turn turn, Criterion.OfMetric criterion, string member) => criterion.Threshold switch
    {
        Threshold.Absolute absolute => absolute.Quantity.Value,
        Threshold.OfBaseline baseline => Other(turn, KeyOfOther(turn, criterion, member), baseline.Factor),
        Threshold.OfMetric other => Other(turn, KeyOfOther(turn, criterion, member), other.Factor),
        _ => throw new InvalidOperationException($"unknown threshold {criterion.Threshold.GetType().Name}"),
    };

    private static ReadingKey KeyOfOther(Turn turn, Criterion.OfMetric criterion, string member) => criterion.Threshold is Threshold.OfMetric other
        ? Judging.KeyOf(turn.Plan, criterion with { Metric = other.Metric }, member)
        : new(criterion.Metric, criterion.Over, ReadingKey.Baseline);

    /// <summary>A comparison sees no more than the darker of its two sides: a control group that is gone blinds it, however many samples the other side has.</summary>
    private static double OtherSamples(Turn turn, Criterion.OfMetric criterion, string member) =>
        turn.Readings.GetValueOrDefault(KeyOfOther(turn, criterion, member)) is { Error: null } other ? other.Samples : 0;

    private static double? Other(Turn turn, ReadingKey key, double factor) =>
        turn.Readings.GetValueOrDefault(key) is { Error: null, Value: { } value } reading
        && double.IsFinite(value) && reading.Samples >= turn.Plan.Metrics[key.Metric].AtLeast ? Times(value, factor) : null;

    /// <summary>As people multiply: 0.9 × 10 % is 9 %, and not the hair above it that binary digits make of it.</summary>
    private static double Times(double value, double factor) =>
        Math.Abs(value) is > 1e-9 and < 1e15 ? (double)((decimal)value * (decimal)factor) : value * factor;

    private static string Because(Metric metric, Criterion.OfMetric criterion, Reading reading, double value, double limit, string how)
    {
        var (shown, bound) = (Shown(metric, value), Shown(metric, limit));
        if (shown == bound && value != limit) (shown, bound) = (string.Create(CultureInfo.InvariantCulture, $"{value:R}"), string.Create(CultureInfo.InvariantCulture, $"{limit:R}"));
        var parts = reading is { Numerator: { } above, Denominator: { } below }
            ? string.Create(CultureInfo.InvariantCulture, $" ({above:0.##} of {below:0.##})")
            : reading.Samples > 0 && metric.Unit is not Unit.Count ? string.Create(CultureInfo.InvariantCulture, $" (n = {reading.Samples:0.##})") : "";
        var against = criterion.Threshold is Threshold.Absolute ? "" : $" = {criterion.Threshold}";
        return $"{shown}{parts}{Window(metric, criterion)}, {how} {criterion.Comparison.Sign()} {bound}{against}";
    }

    /// <summary>Four digits behind the point of a share are plenty for people; where they hide the difference, the caller shows all.</summary>
    private static string Shown(Metric metric, double value) => new Quantity(Math.Round(value, 4), metric.Unit).ToString();

    private static string Window(Metric metric, Criterion.OfMetric criterion) =>
        criterion.Over is { } over ? $" over {Span.Text(over)}" : metric.IsLevel ? " now" : " since the attempt began";
}
