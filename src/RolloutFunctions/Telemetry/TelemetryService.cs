using Microsoft.Extensions.Hosting;
using Rollouts.Telemetry;

namespace RolloutFunctions;

/// <summary>Sends telemetry while the app runs, and what is left when it stops.</summary>
internal sealed class TelemetryService(OtlpSettings otlp, InsightsConnection? insights) : IHostedService, IDisposable
{
    private OtlpExport? export;
    private InsightsExport? insightsExport;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        export = OtlpExport.Begin(otlp, TelemetryComposition.Worker);
        if (insights is not null) insightsExport = new(insights, TimeProvider.System);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        export?.Dispose();
        insightsExport?.Dispose();
    }
}
