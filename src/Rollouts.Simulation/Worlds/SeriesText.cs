using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Rollouts.Simulation;

/// <summary>Reads how a metric goes over time, as people would say it.</summary>
/// <remarks>
/// <c>0.5%</c> · <c>0.5% of 2,000</c> (samples at every reading) · <c>0.5% of 50 per hour</c> · <c>0.5%, from 3d 12%, from 3d 20m 0.5%</c> · <c>from 2d 1% to 12% over 6h</c> ·
/// <c>gone</c> and <c>error</c> · for counters <c>200 per day</c>, and <c>1 at 3d, 2 at 4d 6h</c>.
/// </remarks>
internal sealed partial class SeriesText
{
    private readonly Metric metric;
    private readonly Func<string, DateTimeOffset?> time;
    private readonly List<Segment> segments = [];
    private readonly List<Occurrence> occurrences = [];
    private DateTimeOffset origin;
    private Sampling sampling;

    private SeriesText(Metric metric, DateTimeOffset origin, Func<string, DateTimeOffset?> time)
    {
        this.metric = metric;
        this.time = time;
        this.origin = origin;
        sampling = metric.AtLeast > Sampling.Plenty.Count ? new(metric.AtLeast, null) : Sampling.Plenty;
    }

    [GeneratedRegex(@",\s+(?<next>from\s|[0-9][0-9.,]*\s+at\s)", RegexOptions.NonBacktracking)]
    private static partial Regex Between { get; }

    [GeneratedRegex(@"^(?<count>[0-9][0-9.,]*)\s+at\s+(?<at>.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Happening { get; }

    /// <summary>A time is one or more durations, or an instant; then comes the value.</summary>
    [GeneratedRegex(@"^from\s+(?<at>\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|0|(?:\d+(?:\.\d+)?(?:s|m|h|d|w)\s*)+)\s+(?<rest>.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Later { get; }

    [GeneratedRegex(@"^(?<value>true|false|[+-]?[0-9][0-9.,_]*\s*(?:%|[A-Za-z]+)?)(?:\s+to\s+(?<to>[+-]?[0-9][0-9.,_]*\s*(?:%|[A-Za-z]+)?)\s+over\s+(?<ramp>[0-9.]+\s*[a-z]+(?:\s+[0-9.]+\s*[a-z]+)*?))?(?:\s+per\s+(?<per>[a-z0-9. ]+?))?(?:\s+of\s+(?<n>[0-9][0-9.,_]*[KM]?)(?:\s+samples?)?(?:\s+per\s+(?<nper>[a-z0-9. ]+))?)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Body { get; }

    /// <param name="origin">When the first part begins, and what the times in it are counted from.</param>
    /// <param name="time">Reads a time.</param>
    public static bool TryRead(
        string text, Metric metric, DateTimeOffset origin, Func<string, DateTimeOffset?> time, [MaybeNullWhen(false)] out Series series, [MaybeNullWhen(true)] out string fault)
    {
        var reader = new SeriesText(metric, origin, time);
        fault = null;
        foreach (var part in Parts(text))
        {
            fault = reader.Read(part.Trim());
            if (fault is null) continue;
            series = null;
            return false;
        }

        if (reader.segments.Count == 0) reader.segments.Add(new(origin, SegmentKind.Level, 0, 0, TimeSpan.Zero, reader.sampling));
        series = new([.. reader.segments.OrderBy(segment => segment.From)], [.. reader.occurrences.OrderBy(occurrence => occurrence.At)]);
        return true;
    }

    private static IEnumerable<string> Parts(string text)
    {
        var begin = 0;
        foreach (Match comma in Between.Matches(text))
        {
            yield return text[begin..comma.Index];
            begin = comma.Groups["next"].Index;
        }

        yield return text[begin..];
    }

    /// <summary>Reads one part; says what is wrong with it, or nothing.</summary>
    private string? Read(string part)
    {
        if (Happening.Match(part) is { Success: true } happening) return ReadHappening(happening);
        if (Later.Match(part) is { Success: true } later)
        {
            if (time(later.Groups["at"].Value) is not { } at) return $"'{later.Groups["at"].Value}' is no time: write 3d, 3d 15m or 2026-03-05 09:00";
            (origin, part) = (at, later.Groups["rest"].Value);
        }
        else if (part.StartsWith("from ", StringComparison.Ordinal))
        {
            return $"'{part}' does not say when, and what then: write from 3d 12%";
        }

        if (part is "gone" or "error")
        {
            segments.Add(new(origin, part == "gone" ? SegmentKind.Gone : SegmentKind.Error, 0, 0, TimeSpan.Zero, sampling));
            return null;
        }

        return Body.Match(part) is { Success: true } body ? ReadBody(part, body) : $"'{part}' is no value over time: write 0.5%, 0.5% of 2,000, 1% to 12% over 6h, 200 per day, gone or error";
    }

    private string? ReadHappening(Match match)
    {
        if (metric.Measure != Measure.Counter) return $"{metric.Name} is no counter: nothing happens at one time";
        if (time(match.Groups["at"].Value) is not { } at) return $"'{match.Groups["at"].Value}' is no time: write 3d, 3d 15m or 2026-03-05 09:00";
        if (!TryNumber(match.Groups["count"].Value, out var count)) return $"'{match.Groups["count"].Value}' is no number";
        occurrences.Add(new(at, count));
        return null;
    }

    private string? ReadBody(string part, Match body)
    {
        if (Value(body.Groups["value"].Value, out var start) is { } wrong) return wrong;
        var (end, ramp) = (start, TimeSpan.Zero);
        if (body.Groups["to"].Success)
        {
            if (Value(body.Groups["to"].Value, out end) is { } wrongEnd) return wrongEnd;
            if (!Span.TryParse(body.Groups["ramp"].Value, out ramp)) return $"'{body.Groups["ramp"].Value}' is no duration: write 6h";
        }

        if (body.Groups["n"].Success)
        {
            if (!TryNumber(body.Groups["n"].Value, out var samples)) return $"'{body.Groups["n"].Value}' is no number of samples";
            TimeSpan? each = null;
            if (body.Groups["nper"].Success)
            {
                if (!TryPer(body.Groups["nper"].Value, out var span)) return $"'{body.Groups["nper"].Value}' is no duration: write per hour, per day or per 15m";
                each = span;
            }

            sampling = new(samples, each);
        }

        if (!body.Groups["per"].Success)
        {
            segments.Add(new(origin, SegmentKind.Level, start, end, ramp, sampling));
            return null;
        }

        if (metric.Measure != Measure.Counter) return $"{metric.Name} is no counter: '{part}' has no meaning";
        if (!TryPer(body.Groups["per"].Value, out var per)) return $"'{body.Groups["per"].Value}' is no duration: write per hour, per day or per 15m";
        segments.Add(new(origin, SegmentKind.Rate, start / per.TotalSeconds, end / per.TotalSeconds, ramp, sampling));
        return null;
    }

    private string? Value(string text, out double value)
    {
        value = 0;
        if (!Quantity.TryParse(text, out var quantity)) return $"'{text}' is no value";
        value = quantity.Value;
        return quantity.Unit == metric.Unit || (quantity.Value == 0 && quantity.Unit == Unit.Count)
            ? null
            : $"'{text}' does not fit {metric.Name}, which is {Kind(metric.Unit)}";
    }

    private static string Kind(Unit unit) => unit switch
    {
        Unit.Count => "a number: write 100 or 10K",
        Unit.Ratio => "a share: write 0.5%",
        Unit.Duration => "a duration: write 250 ms or 4 min",
        Unit.Size => "a size: write 50 MB",
        Unit.Truth => "true or false",
        _ => throw new InvalidOperationException($"unknown unit {unit}"),
    };

    private static bool TryNumber(string text, out double number)
    {
        var read = Quantity.TryParse(text.TrimEnd('.', ','), out var quantity) && quantity.Unit == Unit.Count;
        number = quantity.Value;
        return read;
    }

    private static bool TryPer(string text, out TimeSpan per) => text.Trim() switch
    {
        "minute" => Is(TimeSpan.FromMinutes(1), out per),
        "hour" => Is(TimeSpan.FromHours(1), out per),
        "day" => Is(TimeSpan.FromDays(1), out per),
        "week" => Is(TimeSpan.FromDays(7), out per),
        var span => Span.TryParse(span, out per),
    };

    private static bool Is(TimeSpan value, out TimeSpan per)
    {
        per = value;
        return true;
    }
}
