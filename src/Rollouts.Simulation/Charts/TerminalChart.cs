using System.Text;

namespace Rollouts.Simulation;

/// <summary>Charts of a launch as lines of text.</summary>
public static class TerminalChart
{
    private const int LabelWidth = 10;
    private const int ExposureRows = 6;
    private const int KpiRows = 5;
    private const string Blocks = " ▁▂▃▄▅▆▇█";

    /// <param name="width">The columns of the terminal.</param>
    public static IReadOnlyList<string> Of(LaunchPicture picture, int width = 100)
    {
        var columns = Math.Clamp(width - LabelWidth - 2, 20, 200);
        var lines = new List<string>();
        var total = Math.Max(1, picture.Exposure.Max(step => step.Members));
        if (picture.Exposure.Any(step => step.Percent > 0)) lines.AddRange(Bars(picture, columns, "exposure", step => step.Percent / 100, "100 %"));
        if (picture.Exposure.Any(step => step.Members > 0)) lines.AddRange(Bars(picture, columns, "members", step => (double)step.Members / total, FormattableString.Invariant($"{total}")));
        lines.AddRange(Axis(picture, columns));
        foreach (var kpi in picture.Kpis.Where(kpi => kpi.Limits.Length > 0)) lines.AddRange(Kpi(picture, kpi, columns));
        return lines;
    }

    private static IEnumerable<string> Bars(LaunchPicture picture, int columns, string title, Func<ExposureStep, double> height, string top)
    {
        yield return title;
        var values = new double[columns];
        for (var column = 0; column < columns; column++)
        {
            var end = TimeAt(picture, column + 1, columns);
            values[column] = height(picture.Exposure.Last(step => step.At < end || step.At == picture.From));
        }

        for (var row = ExposureRows - 1; row >= 0; row--)
        {
            var text = values.Select(value => Blocks[(int)Math.Round(Math.Clamp(value * ExposureRows - row, 0, 1) * 8)]);
            yield return Labelled(row == ExposureRows - 1 ? top : row == 0 ? "0" : "", string.Concat(text));
        }
    }

    /// <summary>Where phases begin, ways back and holds, and the days.</summary>
    private static IEnumerable<string> Axis(LaunchPicture picture, int columns)
    {
        var phases = new char[columns];
        Array.Fill(phases, ' ');
        foreach (var span in picture.Phases) Write(phases, ColumnOf(picture, span.From, columns), "|" + span.Phase);
        yield return Labelled("phase", new string(phases).TrimEnd());
        var marks = new char[columns];
        Array.Fill(marks, ' ');
        foreach (var mark in picture.Marks.OrderBy(mark => mark.Kind == "way-back"))
            marks[ColumnOf(picture, mark.At, columns)] = mark.Kind switch { "way-back" => '◀', "hold" => '‖', _ => '▶' };
        if (marks.Any(mark => mark != ' ')) yield return Labelled("◀ ‖ ▶", new string(marks).TrimEnd());
        var days = new char[columns + 8];
        Array.Fill(days, ' ');
        var length = picture.Until - picture.From;
        for (var i = 0; i <= 4; i++) Write(days, Math.Min(columns - 1, columns * i / 4), i == 0 ? "0" : Span.Text(Rounded(length * i / 4)));
        yield return Labelled("", new string(days).TrimEnd());
    }

    private static IEnumerable<string> Kpi(LaunchPicture picture, KpiLine kpi, int columns)
    {
        var values = kpi.Points.Select(point => point.Value).OfType<double>().Concat(kpi.Limits.Select(limit => limit.Value)).ToArray();
        var (low, high) = KpiRange.Of(values);
        var grid = Enumerable.Range(0, KpiRows).Select(_ => Enumerable.Repeat(' ', columns).ToArray()).ToArray();
        int RowOf(double value) => Math.Clamp((int)Math.Round((value - low) / (high - low) * (KpiRows - 1)), 0, KpiRows - 1);
        foreach (var limit in kpi.Limits.OrderBy(limit => limit.Kind == "gate"))
            for (var column = ColumnOf(picture, limit.From, columns); column <= ColumnOf(picture, limit.Until, columns); column++)
                grid[RowOf(limit.Value)][column] = limit.Kind == "gate" ? '─' : '┄';
        foreach (var point in kpi.Points)
        {
            var column = ColumnOf(picture, point.At, columns);
            if (point.Value is { } value) grid[RowOf(value)][column] = IsBad(kpi, point.At, value) ? '×' : grid[RowOf(value)][column] == '×' ? '×' : '•';
            else if (grid[0][column] == ' ') grid[0][column] = '?';
        }

        yield return "";
        yield return $"{kpi.Metric}{(kpi.Scope.Length > 0 ? $"({kpi.Scope})" : "")}{(kpi.Window.Length > 0 ? $" over {kpi.Window}" : "")}   {string.Join("   ", Rules(kpi))}";
        for (var row = KpiRows - 1; row >= 0; row--)
            yield return Labelled(row == KpiRows - 1 ? new Quantity(high, kpi.Unit).ToString() : row == 0 ? new Quantity(low, kpi.Unit).ToString() : "", new string(grid[row]).TrimEnd());
    }

    private static IEnumerable<string> Rules(KpiLine kpi) =>
        kpi.Limits.GroupBy(limit => limit.Kind).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key == "gate" ? "─ gate " : "┄ trigger ") + string.Join(", ", group.Select(limit => $"{limit.Comparison} {new Quantity(limit.Value, kpi.Unit)}").Distinct()));

    /// <summary>On the bad side of a gate's limit, or where a trigger fires.</summary>
    private static bool IsBad(KpiLine kpi, DateTimeOffset at, double value) => kpi.Limits.Any(limit =>
        limit.From <= at && at <= limit.Until && Comparisons.TryRead(limit.Comparison) is { } comparison && comparison.Holds(value, limit.Value) == (limit.Kind == "trigger"));

    private static DateTimeOffset TimeAt(LaunchPicture picture, int column, int columns) => picture.From + (picture.Until - picture.From) * ((double)column / columns);

    private static int ColumnOf(LaunchPicture picture, DateTimeOffset at, int columns) =>
        Math.Clamp((int)((at - picture.From) / (picture.Until - picture.From) * columns), 0, columns - 1);

    private static TimeSpan Rounded(TimeSpan span) => span >= TimeSpan.FromDays(2) ? TimeSpan.FromHours(Math.Round(span.TotalHours)) : TimeSpan.FromMinutes(Math.Round(span.TotalMinutes));

    private static void Write(char[] line, int at, string text)
    {
        for (var i = 0; i < text.Length && at + i < line.Length; i++) line[at + i] = text[i];
    }

    private static string Labelled(string label, string text) => new StringBuilder().Append(label.PadLeft(LabelWidth)).Append(' ').Append(text).ToString().TrimEnd();
}
