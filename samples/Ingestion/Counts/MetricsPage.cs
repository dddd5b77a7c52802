using System.Globalization;
using System.Text;

namespace Ingestion.Counts;

/// <summary>Writes the Prometheus text format. Label values here are fixed words and need no escaping.</summary>
public sealed class MetricsPage
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();

    public void Family(string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    public void Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(name);
        for (var i = 0; i < labels.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? '{' : ',')}{labels[i].Name}=\"{labels[i].Value}\"");
        if (labels.Length > 0) text.Append('}');
        text.Append(CultureInfo.InvariantCulture, $" {value}\n");
    }

    public void Histogram(string name, Histogram histogram, (string Name, string Value) label)
    {
        foreach (var (bound, count) in histogram.Cumulative())
            Sample(name + "_bucket", count, label, ("le", bound.ToString(CultureInfo.InvariantCulture)));
        Sample(name + "_bucket", histogram.Count, label, ("le", "+Inf"));
        Sample(name + "_sum", histogram.Sum, label);
        Sample(name + "_count", histogram.Count, label);
    }

    public override string ToString() => text.ToString();
}
