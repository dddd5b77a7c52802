using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Rollouts.Engine;

namespace Rollouts.Telemetry;

/// <summary>Sends what the engine, ASP.NET and the HTTP client tell to an OpenTelemetry collector. What cannot be sent is dropped: nobody waits for it.</summary>
public sealed class OtlpExport : IDisposable
{
    private static readonly string[] Sources = [Tracing.Name, "System.Net.Http"];
    private static readonly string[] Meters = [LaunchMeter.Name, "Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime"];

    private readonly TracerProvider? tracer;
    private readonly MeterProvider? meter;

    private OtlpExport(OtlpSettings settings, string[] sources)
    {
        if (settings.Traces)
        {
            var builder = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource([.. Sources, .. sources]);
            // A sender of alerts that records nothing itself must not keep us from recording.
            if (Environment.GetEnvironmentVariable("OTEL_TRACES_SAMPLER") is null or "") builder.SetSampler(new AlwaysOnSampler());
            tracer = builder.AddOtlpExporter().Build();
        }

        if (settings.Metrics) meter = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Meters).AddOtlpExporter().Build();
    }

    /// <summary>Begins to send; null where nothing is to be sent.</summary>
    /// <param name="sources">Of spans, besides those of the engine and of HTTP calls: what tells of the host's requests.</param>
    public static OtlpExport? Begin(OtlpSettings settings, params string[] sources)
    {
        if (!settings.Traces && !settings.Metrics) return null;
        // ASP.NET then tells of method, path and server as OpenTelemetry wants it. Read when a host is built.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        return new(settings, sources);
    }

    /// <summary>Sends the log, each line with the trace that it was written in.</summary>
    public static void AddLogs(ILoggingBuilder logging, OtlpSettings settings)
    {
        if (!settings.Logs) return;
        logging.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(Resource());
            options.AddOtlpExporter();
        });
    }

    /// <summary>Sends what is left, for a few seconds at most.</summary>
    public void Dispose()
    {
        tracer?.Dispose();
        meter?.Dispose();
    }

    /// <summary>Named <c>rollouts</c>, unless <c>OTEL_SERVICE_NAME</c> says otherwise.</summary>
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("rollouts", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3)).AddTelemetrySdk().AddEnvironmentVariableDetector();
}
