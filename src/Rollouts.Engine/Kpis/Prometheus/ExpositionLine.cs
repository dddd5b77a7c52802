using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Rollouts.Engine;

/// <summary>One sample line: <c>name{label="value",…} value [timestamp] [# exemplar]</c>.</summary>
internal ref struct ExpositionLine(ReadOnlySpan<char> line)
{
    private readonly ReadOnlySpan<char> line = line;
    private int at;

    /// <summary>The series; null when its name is not asked for.</summary>
    public ExposedSeries? Read(IReadOnlySet<string> names)
    {
        var name = Name(colons: true);
        if (at == line.Length || (line[at] is not ('{' or ' ' or '\t'))) throw new FormatException($"'{name}' is followed by no value");
        var text = name.ToString();
        if (!names.Contains(text)) return null;

        var labels = Labels();
        Blanks();
        var value = Number(Word(), $"the value of '{text}'");
        Blanks();
        var time = at < line.Length && line[at] != '#' ? Time(Word()) : null;
        Blanks();
        return at == line.Length || line[at] == '#'
            ? new(text, labels, value, time)
            : throw new FormatException($"'{text}' is followed by more than a value and a time");
    }

    private ImmutableArray<KeyValuePair<string, string>> Labels()
    {
        Blanks();
        if (!Takes('{')) return [];
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            Blanks();
            if (Takes('}')) return [.. labels];
            var name = Name(colons: false).ToString();
            Blanks();
            Expect('=');
            Blanks();
            if (!labels.TryAdd(name, Quoted())) throw new FormatException($"the label '{name}' stands twice");
            Blanks();
            if (!Takes(',') && (at == line.Length || line[at] != '}')) throw new FormatException($"the label '{name}' is followed by neither , nor }}");
        }
    }

    private string Quoted()
    {
        Expect('"');
        var value = new StringBuilder();
        while (at < line.Length)
        {
            var next = line[at++];
            if (next == '"') return value.ToString();
            if (next == '\\' && at < line.Length)
            {
                var escaped = line[at++];
                // As Prometheus reads it: an unknown escape stands for itself.
                value.Append(escaped switch { 'n' => "\n", '"' => "\"", '\\' => "\\", _ => "\\" + escaped });
                continue;
            }

            value.Append(next);
        }

        throw new FormatException("a label value is not closed");
    }

    private ReadOnlySpan<char> Name(bool colons)
    {
        var start = at;
        while (at < line.Length && InName(line[at], colons, first: at == start)) at++;
        return at > start ? line[start..at] : throw new FormatException($"a name cannot begin with '{(at < line.Length ? line[at] : ' ')}'");
    }

    private static bool InName(char next, bool colons, bool first) =>
        char.IsAsciiLetter(next) || next == '_' || (colons && next == ':') || (!first && char.IsAsciiDigit(next));

    private ReadOnlySpan<char> Word()
    {
        var start = at;
        while (at < line.Length && line[at] is not (' ' or '\t')) at++;
        return line[start..at];
    }

    /// <summary>Milliseconds; OpenMetrics writes seconds, which are smaller by far for any time a page can mean.</summary>
    private static DateTimeOffset? Time(ReadOnlySpan<char> word)
    {
        var number = Number(word, "a timestamp");
        var milliseconds = Math.Abs(number) < 1e11 ? number * 1000 : number;
        return Math.Abs(milliseconds) < 1e14
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : throw new FormatException($"'{word}' is not a time");
    }

    private static double Number(ReadOnlySpan<char> word, string what) => word switch
    {
        "NaN" or "nan" or "Nan" => double.NaN,
        "+Inf" or "Inf" or "+inf" or "inf" => double.PositiveInfinity,
        "-Inf" or "-inf" => double.NegativeInfinity,
        _ => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{what} is not a number"),
    };

    private void Blanks()
    {
        while (at < line.Length && line[at] is (' ' or '\t')) at++;
    }

    private bool Takes(char wanted)
    {
        if (at == line.Length || line[at] != wanted) return false;
        at++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Takes(wanted)) throw new FormatException($"expected {wanted} at column {at + 1}");
    }
}
