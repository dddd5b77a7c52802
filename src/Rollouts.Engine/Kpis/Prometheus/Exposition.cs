using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Reads the Prometheus text format, and of OpenMetrics what looks the same.</summary>
public static class Exposition
{
    /// <summary>The series of the named metrics. Of a series written twice the first stands.</summary>
    /// <remarks>
    /// A page is read whole or not at all: half of a counter's series would look like a good day. Only lines of metrics not asked for
    /// are checked no further than their name.
    /// </remarks>
    /// <exception cref="FormatException">Names the line.</exception>
    public static ImmutableArray<ExposedSeries> Parse(string page, IReadOnlySet<string> names)
    {
        var result = ImmutableArray.CreateBuilder<ExposedSeries>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in page.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim(" \t");
            if (line.IsEmpty || line[0] == '#') continue;
            try
            {
                if (new ExpositionLine(line).Read(names) is { } series && seen.Add(series.Name + series.LabelText)) result.Add(series);
            }
            catch (FormatException e)
            {
                throw new FormatException($"line {number}: {e.Message}", e);
            }
        }

        return result.ToImmutable();
    }
}
