using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Rollouts.Azure;

namespace RolloutFunctions;

/// <summary>Makes the journal's table before the first request. Where that fails, the app does not start, and the host's log says why.</summary>
internal sealed class TableSetup(TableClient table) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => TableRolloutStore.MakeTableAsync(table, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
