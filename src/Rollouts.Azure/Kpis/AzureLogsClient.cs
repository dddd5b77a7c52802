using System.Collections.Immutable;
using Azure.Core;
using Azure.Monitor.Query;
using Azure.Monitor.Query.Models;
using Rollouts.Engine;
using Answer = Azure.Monitor.Query.Models.LogsTable;
using LogsTable = Rollouts.Engine.LogsTable;

namespace Rollouts.Azure;

/// <summary>Asks Log Analytics. The one file to change for the package that succeeds Azure.Monitor.Query.</summary>
public sealed class AzureLogsClient(LogsQueryClient client) : ILogsClient
{
    /// <summary>The service's share of the time that a source has.</summary>
    private static readonly LogsQueryOptions Options = new() { ServerTimeout = TimeSpan.FromSeconds(9) };

    public Task<LogsTable> QueryAsync(LogsPlace place, string query, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        MonitorFault.GuardAsync("Log Analytics", async () =>
        {
            var range = new QueryTimeRange(from, until);
            // Partial answers throw, as long as they are not allowed.
            var answer = place.Workspace is { } workspace
                ? await client.QueryWorkspaceAsync(workspace, query, range, Options, cancellation)
                : await client.QueryResourceAsync(new ResourceIdentifier(place.Resource!), query, range, Options, cancellation);
            var table = answer.Value.Table;
            return new LogsTable([.. table.Columns.Select(column => column.Name)], [.. table.Rows.Select(row => NumbersOf(table, row))]);
        }, cancellation);

    private static ImmutableArray<double?> NumbersOf(Answer table, LogsTableRow row) =>
        [.. table.Columns.Select((column, index) => NumberOf(column, row[index]))];

    /// <summary>Durations in seconds, truths as 0 and 1; what is no number is none, unless it is asked for.</summary>
    private static double? NumberOf(LogsTableColumn column, object? value) => value switch
    {
        double real => real,
        long whole => whole,
        int whole => whole,
        decimal exact => (double)exact,
        bool truth => truth ? 1 : 0,
        TimeSpan span => span.TotalSeconds,
        null => null,
        _ => throw new FormatException($"the column '{column.Name}' is a {column.Type}, not a number; leave it out of the answer with project"),
    };
}
