using Microsoft.Extensions.Configuration.AzureAppConfiguration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>Reads the app's own configuration again as long as the worker lives.</summary>
/// <remarks>The package's middleware would do it on the requests of a web app, which a worker does not have.</remarks>
internal sealed class OwnConfigurationRefresh(
    IConfigurationRefresherProvider refreshers, IOptions<OwnConfigurationSettings> settings, TimeProvider time, ILogger<OwnConfigurationRefresh> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(settings.Value.RefreshSeconds), time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var refresher in refreshers.Refreshers)
                    if (!await refresher.TryRefreshAsync(stoppingToken)) log.ConfigurationKept();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }
}
