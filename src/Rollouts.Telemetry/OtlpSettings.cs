using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts.Telemetry;

/// <summary>What the standard environment variables say about OpenTelemetry. Nothing is sent unless an endpoint is named.</summary>
/// <remarks>Everything else that OpenTelemetry's specification names, such as <c>OTEL_EXPORTER_OTLP_HEADERS</c> and <c>OTEL_TRACES_SAMPLER</c>, the SDK reads itself.</remarks>
public sealed record OtlpSettings(bool Traces, bool Metrics, bool Logs)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The variables that this host itself reads.</summary>
    public static ImmutableArray<string> Variables { get; } =
    [
        "OTEL_SDK_DISABLED", Endpoint, .. Signals.SelectMany(signal => (string[])[EndpointOf(signal), ExporterOf(signal)]),
    ];

    public bool Any => Traces || Metrics || Logs;

    private static string[] Signals => ["TRACES", "METRICS", "LOGS"];

    /// <exception cref="FormatException">A variable has a value that means nothing; the message names it.</exception>
    public static OtlpSettings Read(Func<string, string?> variable)
    {
        if (string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) return new(false, false, false);
        Check(Endpoint, variable(Endpoint));
        foreach (var name in (string[])["OTEL_EXPORTER_OTLP_PROTOCOL", .. Signals.Select(signal => $"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL")]) CheckProtocol(name, variable(name));
        foreach (var name in (string[])["OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_METRIC_EXPORT_INTERVAL"]) CheckMilliseconds(name, variable(name));
        var all = variable(Endpoint) is { Length: > 0 };
        return new(IsSent("TRACES"), IsSent("METRICS"), IsSent("LOGS"));

        bool IsSent(string signal)
        {
            Check(EndpointOf(signal), variable(EndpointOf(signal)));
            return variable(ExporterOf(signal)) switch
            {
                null or "" or "otlp" => all || variable(EndpointOf(signal)) is { Length: > 0 },
                "none" => false,
                var other => throw new FormatException($"{ExporterOf(signal)} is '{other}', and can be otlp or none"),
            };
        }
    }

    private static string EndpointOf(string signal) => $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";

    private static string ExporterOf(string signal) => $"OTEL_{signal}_EXPORTER";

    /// <summary>The SDK takes the default for what it does not know, and says nothing.</summary>
    private static void CheckProtocol(string variable, string? value)
    {
        if (value is { Length: > 0 } and not ("grpc" or "http/protobuf")) throw new FormatException($"{variable} is '{value}', and can be grpc or http/protobuf");
    }

    private static void CheckMilliseconds(string variable, string? value)
    {
        if (value is { Length: > 0 } && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time > 0))
            throw new FormatException($"{variable} is '{value}', and should be a number of milliseconds, such as 60000");
    }

    private static void Check(string variable, string? value)
    {
        if (value is { Length: > 0 } && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new FormatException($"{variable} is '{value}', and should be an address such as http://localhost:4318");
    }
}
