using System.Collections.Immutable;
using System.Text;

namespace Rollouts.Engine;

/// <summary>A series of a Prometheus text page.</summary>
/// <param name="Labels">Sorted by name.</param>
/// <param name="Value">Also NaN and the infinities.</param>
/// <param name="At">The page's own time for it; most pages give none.</param>
public sealed record ExposedSeries(
    string Name, ImmutableArray<KeyValuePair<string, string>> Labels, double Value, DateTimeOffset? At)
{
    /// <summary>The value of a label; empty when the series does not have it, as in Prometheus.</summary>
    public string Label(string name)
    {
        foreach (var (key, value) in Labels)
            if (key == name) return value;
        return "";
    }

    /// <summary>The labels as a page writes them: <c>{a="1",b="2"}</c>.</summary>
    public string LabelText => Text(Labels.Select(label => (label.Key, "=", label.Value)));

    internal static string Text(IEnumerable<(string Name, string Operator, string Value)> parts)
    {
        var text = new StringBuilder("{");
        foreach (var (name, comparison, value) in parts)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(name).Append(comparison).Append(Quoted(value));
        }

        return text.Append('}').ToString();
    }

    /// <summary>A string as Prometheus reads it back.</summary>
    internal static string Quoted(string value) =>
        "\"" + value
            .Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
