using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>One series of an answer.</summary>
public sealed record AnsweredSeries(ImmutableSortedDictionary<string, string> Labels, double Value)
{
    public override string ToString() => ExposedSeries.Text(Labels.Select(label => (label.Key, "=", label.Value)));
}

/// <summary>What the Prometheus API answered to an instant query.</summary>
/// <param name="Warnings">Also what newer versions call infos.</param>
public sealed record PrometheusAnswer(ImmutableArray<AnsweredSeries> Series, ImmutableArray<string> Warnings)
{
    private const int LongestError = 300;

    /// <summary>The warnings as one line; null for none.</summary>
    public string? Note => Warnings.IsEmpty ? null : string.Join("; ", Warnings);

    /// <summary>The one value; null when there is none.</summary>
    /// <exception cref="FormatException">There are several, which no rule of ours may merge.</exception>
    public double? Single() => Series.Length <= 1
        ? Series.FirstOrDefault()?.Value
        : throw new FormatException($"{Series.Length} series answer, {Series[0]} and {Series[1]} among them; a query must give one, for instance with sum()");

    /// <exception cref="FormatException">The answer is an error, or not one of this API.</exception>
    public static PrometheusAnswer Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.GetProperty("status").GetString() != "success") throw new FormatException(ErrorOf(root));
            var data = root.GetProperty("data");
            var result = data.GetProperty("result");
            return new(
                data.GetProperty("resultType").GetString() switch
                {
                    "vector" => [.. result.EnumerateArray().Select(series => new AnsweredSeries(LabelsOf(series), ValueOf(series.GetProperty("value"))))],
                    "scalar" => [new(Sorted.Empty<string>(), ValueOf(result))],
                    var other => throw new FormatException($"the query gives a {other}, not a number"),
                },
                [.. Texts(root, "warnings"), .. Texts(root, "infos")]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new FormatException("the answer is not one of the Prometheus API", e);
        }
    }

    private static string ErrorOf(JsonElement root)
    {
        var text = root.TryGetProperty("error", out var error) ? error.GetString() ?? "" : "";
        return "Prometheus answers: " + (text.Length > LongestError ? text[..LongestError] + "…" : text);
    }

    private static ImmutableSortedDictionary<string, string> LabelsOf(JsonElement series) =>
        series.GetProperty("metric").EnumerateObject()
            .ToImmutableSortedDictionary(label => label.Name, label => label.Value.GetString() ?? "", StringComparer.Ordinal);

    private static double ValueOf(JsonElement pair) => pair[1].GetString() switch
    {
        "NaN" => double.NaN,
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is not a number"),
    };

    private static IEnumerable<string> Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(text => text.ToString())
            : [];
}
