using System.Globalization;
using System.Text.RegularExpressions;

namespace Ingestion.Tests;

/// <summary>A strict reader of the Prometheus text format 0.0.4: what a scraper would refuse fails here.</summary>
internal static partial class TextExposition
{
    public static IReadOnlyDictionary<string, double> Parse(string page)
    {
        Assert.EndsWith("\n", page, StringComparison.Ordinal);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        string? family = null;
        foreach (var line in page.TrimEnd('\n').Split('\n'))
        {
            if (Type().Match(line) is { Success: true } type)
            {
                family = type.Groups["name"].Value;
                Assert.True(types.TryAdd(family, type.Groups["type"].Value), $"{family} has two types");
                continue;
            }

            if (Help().IsMatch(line)) continue;
            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"not a line of the format: {line}");
            var name = sample.Groups["name"].Value;
            Assert.NotNull(family);
            Assert.Contains(name, Names(family, types[family]));
            Assert.True(samples.TryAdd(name + sample.Groups["labels"].Value, double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture)), $"twice: {line}");
        }

        return samples;
    }

    private static string[] Names(string family, string type) =>
        type == "histogram" ? [family + "_bucket", family + "_sum", family + "_count"] : [family];

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Type();

    [GeneratedRegex("^# HELP [a-zA-Z_:][a-zA-Z0-9_:]* .+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Help();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{(,?[a-zA-Z_][a-zA-Z0-9_]*="[^"\\]*")+\})? (?<value>[0-9.eE+-]+)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();
}
