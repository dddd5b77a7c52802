using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Telemetry;

namespace RolloutFunctions;

internal static class TelemetryComposition
{
    /// <summary>The spans of function invocations, which go on from the host's.</summary>
    public const string Worker = "Microsoft.Azure.Functions.Worker";

    /// <summary>Traces and metrics go to Application Insights where the app has one, and wherever the variables of OpenTelemetry say. Log lines reach Application Insights through the host.</summary>
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        var otlp = OtlpSettings.Read(Environment.GetEnvironmentVariable);
        var insights = InsightsConnection.Read(Environment.GetEnvironmentVariable);
        if (!otlp.Any && insights is null) return;
        // Invocations are then named after their functions, as OpenTelemetry has it since.
        builder.Services.Configure<WorkerOptions>(worker => worker.Capabilities["WorkerOpenTelemetrySchemaVersion"] = "1.37.0");
        OtlpExport.AddLogs(builder.Logging, otlp);
        builder.Services.AddHostedService(_ => new TelemetryService(otlp, insights));
    }
}
