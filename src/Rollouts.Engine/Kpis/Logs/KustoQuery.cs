using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>A Kusto query with its places filled in. The time it is about is not in its text: the request says it.</summary>
/// <remarks>
/// <c>$window</c> becomes the window as a timespan (<c>900s</c>), for bins. <c>$scope</c> becomes a quoted text; a scope is only ever itself.
/// For the whole launch <c>== $scope</c> matches every value.
/// </remarks>
public static partial class KustoQuery
{
    [GeneratedRegex(@"\$window\b", RegexOptions.NonBacktracking)]
    private static partial Regex WindowPlace { get; }

    [GeneratedRegex(@"(?<operator>==|=~|!=|!~)?(?<blank>\s*)(?:""\$scope""|'\$scope'|\$scope\b)", RegexOptions.NonBacktracking)]
    private static partial Regex ScopePlace { get; }

    /// <summary>Literals and comments, so that a place within one is found.</summary>
    [GeneratedRegex(@"//[^\n]*|@""[^""]*""|@'[^']*'|""(?:\\.|[^""\\])*""|'(?:\\.|[^'\\])*'", RegexOptions.NonBacktracking)]
    private static partial Regex Literal { get; }

    /// <exception cref="FormatException">The query lacks a place that the question needs, or has one within a text, where a quoted text would end it.</exception>
    public static string Of(Metric metric, string template, ReadingKey key, KpiWindow window)
    {
        var scope = key.Scope == ReadingKey.Baseline ? "" : key.Scope;
        if (scope.Length > 0 && !ScopePlace.IsMatch(template)) throw new FormatException($"the query of '{metric.Name}' has no $scope to read '{scope}' by");
        if (Literal.Matches(template).Any(literal => literal.Value.Contains("$scope", StringComparison.Ordinal) && literal.Value is not ("\"$scope\"" or "'$scope'")))
            throw new FormatException($"the query of '{metric.Name}' has $scope within a text; write strcat(\"prefix\", $scope)");
        var seconds = Math.Max(1, Math.Floor(window.Length.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        return ScopePlace.Replace(WindowPlace.Replace(template, seconds + "s"), place => Scope(metric, place, scope));
    }

    private static string Scope(Metric metric, Match place, string scope)
    {
        var comparison = place.Groups["operator"].Value;
        if (scope.Length > 0) return comparison + place.Groups["blank"].Value + Quoted(scope);
        return comparison is "==" or "=~"
            ? "matches regex \".*\""
            : throw new FormatException($"the query of '{metric.Name}' uses $scope in a way that says nothing about the whole launch; write == $scope");
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
