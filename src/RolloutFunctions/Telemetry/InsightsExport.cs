using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Sends the engine's traces and metrics to Application Insights. Requests and log lines come there through the Functions host.</summary>
internal sealed class InsightsExport : IDisposable
{
    private readonly InsightsSender sender;
    private readonly TracerProvider tracer;
    private readonly MeterProvider meter;

    public InsightsExport(InsightsConnection connection, TimeProvider time, int everyMilliseconds = 60_000)
    {
        sender = new(connection, time);
        tracer = Sdk.CreateTracerProviderBuilder().AddSource(Tracing.Name, TelemetryComposition.Worker, "System.Net.Http").SetSampler(new AlwaysOnSampler())
            .AddProcessor(new OfTheEngine()).AddProcessor(new BatchActivityExportProcessor(new InsightsSpans(sender))).Build();
        meter = Sdk.CreateMeterProviderBuilder().AddMeter(LaunchMeter.Name)
            .AddReader(new PeriodicExportingMetricReader(new InsightsMetrics(sender), everyMilliseconds) { TemporalityPreference = MetricReaderTemporalityPreference.Delta }).Build();
    }

    public void Dispose()
    {
        tracer.Dispose();
        meter.Dispose();
        sender.Dispose();
    }

    /// <summary>Of HTTP calls those are told that an effect or a source made: what the journal's tables are asked would be most of the bill.</summary>
    private sealed class OfTheEngine : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Source.Name == "System.Net.Http" && data.Parent?.Source.Name != Tracing.Name) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
