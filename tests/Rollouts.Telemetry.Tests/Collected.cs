using System.Globalization;

namespace Rollouts.Telemetry.Tests;

/// <summary>A span as it arrived.</summary>
internal sealed record Span(
    string Trace, string Id, string Parent, string Name, string Scope, DateTimeOffset From, DateTimeOffset Until, IReadOnlyDictionary<string, string> Tags, string[] Events, bool Failed)
{
    public static IEnumerable<Span> Of(ProtoMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new Span(
            span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), scope.Message(1)!.Text(1), Otlp.Time(span.Number(7)), Otlp.Time(span.Number(8)), Otlp.Tags(span.Messages(9)),
            [.. span.Messages(11).Select(happened => happened.Text(2))], span.Message(15)?.Number(3) == 2);
}

/// <summary>One series of a metric at its last export.</summary>
/// <param name="Value">The sum of a histogram.</param>
internal sealed record Series(string Metric, string Kind, string Unit, string Scope, IReadOnlyDictionary<string, string> Tags, double Value, ulong Count)
{
    public static IEnumerable<Series> Of(ProtoMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        from kind in new[] { 5, 7, 9 }
        where metric.Has(kind)
        from point in metric.Message(kind)!.Messages(1)
        select kind == 9
            ? new Series(metric.Text(1), "Histogram", metric.Text(3), scope.Message(1)!.Text(1), Otlp.Tags(point.Messages(9)), point.Double(5), point.Number(4))
            : new Series(
                metric.Text(1), kind == 7 ? "Counter" : "Gauge", metric.Text(3), scope.Message(1)!.Text(1), Otlp.Tags(point.Messages(7)),
                point.Has(6) ? (long)point.Number(6) : point.Double(4), 1);
}

/// <summary>A line of the log.</summary>
internal sealed record Line(string Scope, string Severity, string Text, string Trace)
{
    public static IEnumerable<Line> Of(ProtoMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from record in scope.Messages(2)
        select new Line(scope.Message(1)!.Text(1), record.Text(3), Otlp.Value(record.Message(5)), record.Hex(9));
}

internal static class Otlp
{
    public static DateTimeOffset Time(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100));

    public static IReadOnlyDictionary<string, string> Tags(IEnumerable<ProtoMessage> attributes) =>
        attributes.ToDictionary(attribute => attribute.Text(1), attribute => Value(attribute.Message(2)), StringComparer.Ordinal);

    public static string Value(ProtoMessage? any) => any switch
    {
        null => "",
        _ when any.Has(2) => any.Number(2) == 1 ? "true" : "false",
        _ when any.Has(3) => ((long)any.Number(3)).ToString(CultureInfo.InvariantCulture),
        _ when any.Has(4) => any.Double(4).ToString("R", CultureInfo.InvariantCulture),
        _ when any.Has(5) => string.Join(", ", any.Message(5)!.Messages(1).Select(Value)),
        _ => any.Text(1),
    };
}
