using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Where logs are asked: exactly one of both.</summary>
/// <param name="Workspace">The workspace's id, a GUID.</param>
/// <param name="Resource">The id of an Azure resource.</param>
public sealed record LogsPlace(string? Workspace, string? Resource)
{
    /// <exception cref="FormatException">The source names neither or both.</exception>
    public static LogsPlace Of(MetricSource source)
    {
        var place = new LogsPlace(source.Options.GetValueOrDefault("workspace"), source.Options.GetValueOrDefault("resource"));
        return place is { Workspace: null } != place is { Resource: null }
            ? place
            : throw new FormatException($"the source '{source.Name}' must name a workspace or a resource");
    }
}

/// <summary>A table of an answer: its columns, and the numbers in its rows; null where there is none.</summary>
public sealed record LogsTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<double?>> Rows);

/// <summary>Runs Kusto queries over logs. What stands behind it can be changed in its one implementation.</summary>
public interface ILogsClient
{
    /// <param name="from">What is asked is limited to this time, whatever the query says.</param>
    /// <exception cref="OutboundException">There is no whole answer: refused, failed, too slow, or only a part.</exception>
    /// <exception cref="FormatException">The query is wrong, or a value of the answer is no number.</exception>
    Task<LogsTable> QueryAsync(LogsPlace place, string query, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);
}
