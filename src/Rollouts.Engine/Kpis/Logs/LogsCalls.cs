using System.Collections.Concurrent;

namespace Rollouts.Engine;

/// <summary>The calls of one reading of one place: each query once, a few at a time.</summary>
internal sealed class LogsCalls(ILogsClient client, LogsPlace place, CancellationToken cancellation) : IDisposable
{
    /// <summary>Of the five that the service runs at once for one caller.</summary>
    private const int AtATime = 4;

    private readonly ConcurrentDictionary<(string Query, KpiWindow Window), Lazy<Task<LogsTable>>> answers = new();
    private readonly SemaphoreSlim places = new(AtATime);

    public Task<LogsTable> AskAsync(string query, KpiWindow window) => answers.GetOrAdd((query, window), _ => new(() => CallAsync(query, window))).Value;

    public void Dispose() => places.Dispose();

    private async Task<LogsTable> CallAsync(string query, KpiWindow window)
    {
        await places.WaitAsync(cancellation);
        try
        {
            return await client.QueryAsync(place, query, window.From, window.Until, cancellation);
        }
        finally
        {
            places.Release();
        }
    }
}
