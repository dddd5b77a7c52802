using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rollouts.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Floor">What the same cannot go below, measured in the same run; null where there is none.</param>
/// <param name="FloorIs">What the floor is, in words.</param>
/// <param name="MostTimes">The ratio to the floor that is expected; null for no expectation.</param>
/// <param name="MostMicroseconds">The time that is expected; null for no expectation.</param>
public sealed record BenchmarkRow(string What, Measured Time, Measured? Floor, string FloorIs, double? MostTimes, double? MostMicroseconds)
{
    /// <summary>The median of the ratios run by run.</summary>
    public double? Ratio => Floor is null ? null : Measured.MedianOf(Time.Runs.Zip(Floor.Runs, (time, floor) => time / floor));

    public bool AsExpected => !(Ratio > MostTimes) && !(Time.Median > MostMicroseconds);
}

public sealed record BenchmarkReport(string Machine, IReadOnlyList<BenchmarkRow> Rows)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Machine,
            Rows = Rows.Select(row => new
            {
                row.What,
                Microseconds = row.Time.Median,
                Least = row.Time.Least,
                Most = row.Time.Most,
                PerSecond = 1e6 / row.Time.Median,
                row.FloorIs,
                FloorMicroseconds = row.Floor?.Median,
                row.Ratio,
                row.MostTimes,
                row.MostMicroseconds,
                row.AsExpected,
            }),
        },
        Indented);

    public string ToText()
    {
        string[] head = ["what", "median", "min – max", "per second", "floor", "ratio", "expected"];
        var lines = Rows.Select(row => (string[])
        [
            row.What, Time(row.Time.Median), $"{Time(row.Time.Least)} – {Time(row.Time.Most)}", (1e6 / row.Time.Median).ToString("N0", CultureInfo.InvariantCulture),
            row.Floor is null ? "" : $"{Time(row.Floor.Median)} {row.FloorIs}", row.Ratio is { } ratio ? Invariant($"{ratio:0.00}×") : "", Expected(row),
        ]).ToArray();
        var widths = head.Select((title, column) => lines.Select(line => line[column].Length).Append(title.Length).Max()).ToArray();
        var text = new StringBuilder().AppendLine(Machine).AppendLine();
        foreach (var line in lines.Prepend([.. widths.Select(width => new string('-', width))]).Prepend(head))
            text.AppendLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return text.ToString();
    }

    private static string Expected(BenchmarkRow row)
    {
        var most = row.MostTimes is { } times ? Invariant($"≤ {times:0.0}×") : row.MostMicroseconds is { } time ? $"< {Time(time)}" : "";
        return most.Length == 0 || row.AsExpected ? most : most + " MISSED";
    }

    private static string Time(double microseconds) => microseconds switch
    {
        < 1000 => Invariant($"{microseconds:0.0} µs"),
        < 1_000_000 => Invariant($"{microseconds / 1000:0.00} ms"),
        _ => Invariant($"{microseconds / 1_000_000:0.00} s"),
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
