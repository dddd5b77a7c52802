using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollouts.Engine;

namespace Rollouts.Telemetry.Tests;

/// <summary>Dashboards ask for metrics and attributes that there are, and for every one of them.</summary>
public sealed partial class DashboardTests
{
    private static JsonNode Grafana => JsonNode.Parse(File.ReadAllText(RepositoryFiles.Path("infra", "dashboards", "grafana.json")))!;

    private static JsonNode Workbook => JsonNode.Parse(File.ReadAllText(RepositoryFiles.Path("infra", "dashboards", "workbook.json")))!;

    /// <summary>As collectors write OpenTelemetry's metrics for Prometheus.</summary>
    private static Dictionary<string, Instrument> PrometheusNames => Instruments.All
        .SelectMany(instrument =>
        {
            var unit = instrument.Unit switch
            {
                "s" => "_seconds",
                "%" => "_percent",
                ['{', ..] => "",
                var other => throw new InvalidOperationException($"what does Prometheus make of {other}?"),
            };
            var name = instrument.Name.Replace('.', '_') + unit;
            string[] names = instrument.Kind switch
            {
                InstrumentKind.Counter => [name + "_total"],
                InstrumentKind.Histogram => [name + "_bucket", name + "_count", name + "_sum"],
                _ => [name],
            };
            return names.Select(each => (each, instrument));
        }).ToDictionary(each => each.each, each => each.instrument, StringComparer.Ordinal);

    public static TheoryData<string> Expressions => [.. Texts(Grafana, "expr")];

    public static TheoryData<string> Queries => [.. Texts(Workbook, "query").Where(query => query.Contains("AppMetrics", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Grafana_asks_for_metrics_and_labels_that_there_are(string expression)
    {
        var words = Word().Matches(expression).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        var metrics = words.Where(PrometheusNames.ContainsKey).ToList();
        var metric = PrometheusNames[Assert.Single(metrics)];
        Assert.All(words.Except(metrics, StringComparer.Ordinal), label => Assert.Contains(label, metric.Attributes.Select(attribute => attribute.Replace('.', '_'))));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void The_workbook_asks_for_metrics_and_attributes_that_there_are(string query)
    {
        var metric = Instruments.All.Single(instrument => instrument.Name == MetricName().Match(query).Groups[1].Value);
        Assert.All(Property().Matches(query).Select(match => match.Groups[1].Value), attribute => Assert.Contains(attribute, metric.Attributes));
    }

    [Fact]
    public void Every_metric_is_shown_on_both()
    {
        var shown = Texts(Grafana, "expr").SelectMany(expression => Word().Matches(expression)).Select(match => PrometheusNames.GetValueOrDefault(match.Value)?.Name).OfType<string>();
        var asked = Texts(Workbook, "query").SelectMany(query => MetricName().Matches(query)).Select(match => match.Groups[1].Value);
        var all = Instruments.All.Select(instrument => instrument.Name).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(all, shown.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(all, asked.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Panels_do_not_cover_each_other_and_have_numbers_of_their_own()
    {
        var panels = Grafana["panels"]!.AsArray();
        Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
        var cells = panels.SelectMany(panel =>
        {
            var place = panel!["gridPos"]!;
            return from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!) from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!) select (x, y);
        }).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
    }

    private static IEnumerable<string> Texts(JsonNode? node, string name) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == name && member.Value is JsonValue value ? [(string)value!] : Texts(member.Value, name)),
        JsonArray items => items.SelectMany(item => Texts(item, name)),
        _ => [],
    };

    [GeneratedRegex("\\b(?:rollout|error)_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex("Name == '(?<1>[^']+)'", RegexOptions.None, 1000)]
    private static partial Regex MetricName();

    [GeneratedRegex("Properties\\['(?<1>[^']+)'\\]", RegexOptions.None, 1000)]
    private static partial Regex Property();
}
