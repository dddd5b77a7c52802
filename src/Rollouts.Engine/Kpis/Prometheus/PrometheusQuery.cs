using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>A query of the Prometheus API with its places filled in.</summary>
/// <remarks>
/// <c>$window</c> becomes the window in whole seconds (<c>300s</c>), rounded down so that nothing from before it counts, and one at least.
/// <c>$scope</c> becomes a quoted, escaped string; after <c>=~</c> and <c>!~</c> it is also escaped as an expression, so that a scope is only ever
/// itself. For the whole launch <c>=$scope</c> matches every value.
/// </remarks>
/// <param name="Text">What is sent.</param>
/// <param name="At">The time it is evaluated at: the end of the window.</param>
/// <param name="From">The start of the window it reads; its end, for a query that has no window.</param>
public sealed partial record PrometheusQuery(string Text, DateTimeOffset At, DateTimeOffset From)
{
    [GeneratedRegex(@"\$window\b", RegexOptions.NonBacktracking)]
    private static partial Regex WindowPlace { get; }

    [GeneratedRegex(@"(?<operator>=~|!~|!=|=)?(?<blank>\s*)(?:""\$scope""|'\$scope'|\$scope\b)", RegexOptions.NonBacktracking)]
    private static partial Regex ScopePlace { get; }

    [GeneratedRegex(@"[\\.+*?()|\[\]{}^$]", RegexOptions.NonBacktracking)]
    private static partial Regex Special { get; }

    /// <exception cref="FormatException">The query lacks a place that the question needs.</exception>
    public static PrometheusQuery Of(Metric metric, string template, ReadingKey key, KpiWindow window)
    {
        var windowed = WindowPlace.IsMatch(template);
        if (!windowed && NeedsWindow(metric)) throw new FormatException($"the query of '{metric.Name}' has no $window, so it cannot be read over one");
        var scope = key.Scope == ReadingKey.Baseline ? "" : key.Scope;
        if (scope.Length > 0 && !ScopePlace.IsMatch(template)) throw new FormatException($"the query of '{metric.Name}' has no $scope to read '{scope}' by");

        var seconds = Math.Max(1, Math.Floor(window.Length.TotalSeconds));
        var text = WindowPlace.Replace(template, seconds.ToString("0", CultureInfo.InvariantCulture) + "s");
        return new(
            ScopePlace.Replace(text, place => Scope(metric, place, scope)),
            window.Until,
            windowed ? window.Until - TimeSpan.FromSeconds(seconds) : window.Until);
    }

    private static bool NeedsWindow(Metric metric) => metric.Measure switch
    {
        Measure.Counter or Measure.Ratio or Measure.Histogram => true,
        Measure.Gauge => metric.Aggregate != Aggregate.Last,
        _ => false,
    };

    private static string Scope(Metric metric, Match place, string scope)
    {
        var (comparison, blank) = (place.Groups["operator"].Value, place.Groups["blank"].Value);
        if (scope.Length == 0)
        {
            return comparison is "=" or "=~"
                ? "=~\".*\""
                : throw new FormatException($"the query of '{metric.Name}' uses $scope in a way that says nothing about the whole launch");
        }

        var value = comparison is "=~" or "!~" ? Special.Replace(scope, @"\$0") : scope;
        return comparison + blank + ExposedSeries.Quoted(value);
    }
}
