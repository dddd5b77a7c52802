namespace Rollouts.Engine;

/// <summary>A query of an azure-metrics source: <c>[NAMESPACE:] METRIC [| FILTER]</c>, such as <c>requests/failed | cloud/roleName eq 'checkout'</c>.</summary>
/// <remarks>In the filter <c>$scope</c> becomes a quoted text, for one member only: a filter that splits a metric would give several series.</remarks>
internal static class PlatformQuery
{
    private const string ScopePlace = "$scope";

    /// <exception cref="FormatException">The text is not of that form, or lacks the place that the question needs.</exception>
    public static PlatformQuestion Of(string resource, Metric metric, string template, ReadingKey key, KpiWindow window)
    {
        var scope = key.Scope == ReadingKey.Baseline ? "" : key.Scope;
        var bar = template.IndexOf('|', StringComparison.Ordinal);
        var name = (bar < 0 ? template : template[..bar]).Trim();
        var filter = bar < 0 ? null : template[(bar + 1)..].Trim().Replace($"'{ScopePlace}'", ScopePlace, StringComparison.Ordinal);
        var scoped = filter?.Contains(ScopePlace, StringComparison.Ordinal) == true;
        if (scope.Length > 0 && !scoped) throw new FormatException($"the query of '{metric.Name}' has no $scope to read '{scope}' by");
        if (filter?.Split(ScopePlace)[..^1].Any(before => before.Count(c => c == '\'') % 2 == 1) == true)
            throw new FormatException($"the query of '{metric.Name}' has $scope within a text");
        if (scope.Length == 0 && scoped) throw new FormatException($"the query of '{metric.Name}' says nothing about the whole launch: its filter needs a $scope");
        var colon = name.IndexOf(": ", StringComparison.Ordinal);
        var metricName = colon < 0 ? name : name[(colon + 2)..].Trim();
        if (metricName.Length == 0) throw new FormatException($"the query of '{metric.Name}' names no metric");
        return new(
            resource, colon < 0 ? null : name[..colon].Trim(), metricName, filter?.Replace(ScopePlace, Quoted(scope), StringComparison.Ordinal), window, GrainOf(window));
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>As fine as the service has it, at most some 1500 values.</summary>
    private static TimeSpan GrainOf(KpiWindow window) =>
        window.Length <= TimeSpan.FromDays(1) ? TimeSpan.FromMinutes(1) : window.Length <= TimeSpan.FromDays(5) ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(1);
}
