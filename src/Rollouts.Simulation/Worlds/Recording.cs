using System.Collections.Immutable;
using System.Globalization;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>What the metrics of a plan were in the past: a CSV with a value for each metric and time, to play a plan against.</summary>
/// <remarks>
/// Columns <c>at</c> (ISO 8601), <c>metric</c> and <c>value</c>; besides, where they matter, <c>samples</c>, <c>scope</c> and <c>over</c> (the window that the value is of).
/// A value counts until the next of its metric, scope and window; one that is empty says that there was no data. Of a counter it is what was counted since the row before.
/// </remarks>
public sealed class Recording
{
    private static readonly string[] Needed = ["at", "metric", "value"];

    private readonly Dictionary<SeriesKey, List<RecordedValue>> values = [];
    private readonly List<PlanError> faults = [];

    private Recording()
    {
    }

    public DateTimeOffset From { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Until { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>What is wrong with the text; nothing can be played then.</summary>
    public ImmutableArray<PlanError> Faults => [.. faults];

    /// <summary>The metrics of the plan that the recording says nothing of.</summary>
    public ImmutableArray<string> Missing { get; private set; } = [];

    internal IEnumerable<WorldChange> World(Plan plan) => values.Select(told => new WorldChange(told.Key, _ => SeriesOf(plan.Metrics[told.Key.Metric], told.Value)));

    /// <param name="file">Named in faults.</param>
    public static Recording Read(Plan plan, string text, string file)
    {
        var recording = new Recording();
        string[]? header = null;
        foreach (var record in CsvText.Read(text.TrimStart('\uFEFF')))
        {
            var wrong = record.Fault ?? (header is null ? HeaderFault(record.Cells) : recording.Add(plan, header, record));
            if (wrong is { } fault)
            {
                recording.faults.Add(new(file, record.Line, 1, fault, null));
                if (header is null || record.Fault is not null) return recording;
            }

            header ??= record.Cells;
        }

        if (recording.values.Count == 0 && recording.faults.Count == 0) recording.faults.Add(new(file, 1, 1, "there are no values in it", "write a header at,metric,value and a line for each value"));
        foreach (var series in recording.values.Values) series.Sort((a, b) => a.At.CompareTo(b.At));
        recording.Missing = [.. plan.Metrics.Keys.Where(metric => recording.values.Keys.All(key => key.Metric != metric))];
        return recording;
    }

    private static string? HeaderFault(string[] header) =>
        Needed.FirstOrDefault(needed => !header.Contains(needed)) is { } missing ? $"the header has no column '{missing}'" : null;

    private string? Add(Plan plan, string[] header, CsvRecord record)
    {
        if (record.Cells.Length != header.Length) return string.Create(CultureInfo.InvariantCulture, $"it has {record.Cells.Length} cells, and the header has {header.Length}");
        var cells = header.Zip(record.Cells).ToDictionary(cell => cell.First, cell => cell.Second.Trim(), StringComparer.Ordinal);
        if (!plan.Metrics.TryGetValue(cells["metric"], out var metric)) return $"the plan has no metric '{cells["metric"]}'";
        if (!DateTimeOffset.TryParse(cells["at"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)) return $"'{cells["at"]}' is no time; write 2026-03-02T09:00:00Z";
        if (ValueFault(metric, cells["value"], out var value) is { } fault) return fault;
        var samples = Sampling.Plenty.Count;
        if (cells.GetValueOrDefault("samples") is { Length: > 0 } count && !(double.TryParse(count, NumberStyles.Float, CultureInfo.InvariantCulture, out samples) && samples >= 0)) return $"'{count}' is no number of samples";
        TimeSpan? over = null;
        if (cells.GetValueOrDefault("over") is { Length: > 0 } window)
        {
            if (!Span.TryParse(window, out var length)) return $"'{window}' is no window; write 15m";
            over = length;
        }

        var key = new SeriesKey(metric.Name, cells.GetValueOrDefault("scope", ""), over);
        if (!values.TryGetValue(key, out var series)) values[key] = series = [];
        series.Add(new(at, value, samples));
        (From, Until) = (at < From ? at : From, at > Until ? at : Until);
        return null;
    }

    private static string? ValueFault(Metric metric, string text, out double? value)
    {
        value = null;
        if (text.Length == 0) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) value = number;
        else if (Quantity.TryParse(text, out var quantity) && quantity.Unit == metric.Unit) value = quantity.Value;
        else return $"'{text}' is no value of {metric.Name}, which is a {metric.Unit.ToString().ToLowerInvariant()}";
        return null;
    }

    private static Series SeriesOf(Metric metric, List<RecordedValue> told)
    {
        if (metric.Measure != Measure.Counter) return new([.. told.Select(each => Stretch(each, each.Value is null ? SegmentKind.Gone : SegmentKind.Level, each.Value ?? 0))], []);
        return new(
            [.. told.Select(each => Stretch(each, each.Value is null ? SegmentKind.Gone : SegmentKind.Rate, 0))],
            [.. told.Where(each => each.Value > 0).Select(each => new Occurrence(each.At, each.Value!.Value))]);
    }

    private static Segment Stretch(RecordedValue told, SegmentKind kind, double value) => new(told.At, kind, value, value, TimeSpan.Zero, new(told.Samples, null));

    private readonly record struct RecordedValue(DateTimeOffset At, double? Value, double Samples);
}
