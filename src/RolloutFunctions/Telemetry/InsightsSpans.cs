using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OpenTelemetry;

namespace RolloutFunctions;

/// <summary>Spans as dependencies: the host itself tells of the requests that they belong to.</summary>
internal sealed class InsightsSpans(InsightsSender sender) : BaseExporter<Activity>
{
    public override ExportResult Export(in Batch<Activity> batch)
    {
        var envelopes = new List<JsonObject>();
        foreach (var span in batch) envelopes.Add(Envelope(span));
        return sender.Send(envelopes) ? ExportResult.Success : ExportResult.Failure;
    }

    private JsonObject Envelope(Activity span)
    {
        var properties = new JsonObject();
        foreach (var (name, value) in span.TagObjects) properties[name] = Text(value);
        if (span.Events.Any()) properties["events"] = string.Join(' ', span.Events.Select(happened => happened.Name));
        var isHttp = span.Source.Name == "System.Net.Http";
        var data = new JsonObject
        {
            ["name"] = span.DisplayName,
            ["id"] = span.SpanId.ToHexString(),
            ["duration"] = span.Duration.ToString("c", CultureInfo.InvariantCulture),
            ["success"] = span.Status != ActivityStatusCode.Error,
            ["resultCode"] = isHttp ? Text(span.GetTagItem("http.response.status_code")) : span.Status == ActivityStatusCode.Error ? span.StatusDescription ?? "error" : "0",
            ["type"] = isHttp ? "HTTP" : "InProc",
            ["properties"] = properties,
        };
        if (isHttp) (data["target"], data["data"]) = (Text(span.GetTagItem("server.address")), Text(span.GetTagItem("url.full")));
        return sender.Envelope("RemoteDependency", span.StartTimeUtc, data, span.TraceId.ToHexString(), span.ParentSpanId == default ? null : span.ParentSpanId.ToHexString());
    }

    private static string Text(object? value) => value is string[] many ? string.Join(", ", many) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
