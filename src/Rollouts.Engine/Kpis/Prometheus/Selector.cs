using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>A condition on a label. A label that a series lacks is empty.</summary>
/// <param name="Operator"><c>=</c>, <c>!=</c>, <c>=~</c>, <c>!~</c>; the last two match the whole value.</param>
public sealed record LabelMatcher(string Label, string Operator, string Value)
{
    // Without backtracking, as in Prometheus: no expression of a plan can keep the machine busy.
    private readonly Regex? pattern = Operator is "=~" or "!~"
        ? new Regex($@"\A(?:{Value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline)
        : null;

    public bool Matches(string value) => Operator switch
    {
        "=" => value == Value,
        "!=" => value != Value,
        "=~" => pattern!.IsMatch(value),
        _ => !pattern!.IsMatch(value),
    };
}

/// <summary>Which series of a page are meant: <c>uploads_total{path="new",outcome=~"failed|timeout"}</c>.</summary>
public sealed record Selector(string Name, ImmutableArray<LabelMatcher> Matchers)
{
    public bool Matches(ExposedSeries series) => series.Name == Name && Matchers.All(matcher => matcher.Matches(series.Label(matcher.Label)));

    public Selector With(string label, string value) => this with { Matchers = Matchers.Add(new(label, "=", value)) };

    /// <summary>The same series, without a condition on this label.</summary>
    public Selector Without(string label) => this with { Matchers = [.. Matchers.Where(matcher => matcher.Label != label)] };

    /// <summary>One text for all ways to write the selector.</summary>
    public override string ToString() =>
        Matchers.IsEmpty
            ? Name
            : Name + ExposedSeries.Text(Matchers
                .OrderBy(matcher => matcher.Label, StringComparer.Ordinal)
                .ThenBy(matcher => matcher.Operator, StringComparer.Ordinal)
                .ThenBy(matcher => matcher.Value, StringComparer.Ordinal)
                .Select(matcher => (matcher.Label, matcher.Operator, matcher.Value))
                .Distinct());

    /// <exception cref="FormatException">The text is not a name with matchers.</exception>
    public static Selector Parse(string text) => new SelectorReader(text).Read();
}
