namespace Rollouts.Engine;

/// <summary>The texts of a metric's query by what they are for. A part that is missing is a <see cref="FormatException"/>.</summary>
public static class QueryParts
{
    /// <summary>The text of a metric that has one value: under the empty name, or <c>value</c> where other parts stand beside it.</summary>
    public static string Value(Metric metric) =>
        metric.Query.TryGetValue("", out var text) || metric.Query.TryGetValue("value", out text)
            ? text
            : throw new FormatException($"the metric '{metric.Name}' has no query");

    /// <summary>The text that gives the sample size of a value which the source computes; null when the plan has none.</summary>
    public static string? Samples(Metric metric) => metric.Query.GetValueOrDefault("samples");

    public static string Numerator(Metric metric) => Part(metric, metric.Numerator ?? "numerator");

    public static string Denominator(Metric metric) => Part(metric, metric.Denominator ?? "denominator");

    private static string Part(Metric metric, string name) =>
        metric.Query.TryGetValue(name, out var text)
            ? text
            : throw new FormatException($"the ratio '{metric.Name}' has no query for its part '{name}'");
}
