using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Raw events in files: a folder per stream, a file per day of arrival, a line per delivery; in memory what the files hold.</summary>
/// <remarks>A delivery is one line, on disk before it is acknowledged: a crash leaves all of it or nothing. One process owns the folder.</remarks>
public sealed class EventFiles : IEventStore, IDisposable
{
    private readonly Lock gate = new();
    private readonly string root;
    private readonly TimeProvider time;
    private readonly Dictionary<string, EventStreamFolder> streams = new(StringComparer.Ordinal);

    public EventFiles(string root, TimeProvider time)
    {
        this.root = Path.GetFullPath(root);
        this.time = time;
        Directory.CreateDirectory(this.root);
    }

    public async Task<EventsTaken> AppendAsync(string stream, ImmutableArray<RawEvent> events, CancellationToken cancellation) =>
        await Open(stream, create: true)!.AppendAsync(events, cancellation);

    public Task<ImmutableArray<RawEvent>> ReadAsync(string stream, string name, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        Task.FromResult(Open(stream, create: false)?.Memory.Read(name, from, until) ?? []);

    public Task<EventSpan?> SpanAsync(string stream, DateTimeOffset until, CancellationToken cancellation) =>
        Task.FromResult(Open(stream, create: false)?.Memory.Span(until));

    public Task<ImmutableArray<RawEvent>> LatestAsync(string stream, int most, CancellationToken cancellation) =>
        Task.FromResult(Open(stream, create: false)?.Memory.Latest(most) ?? []);

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var stream in streams.Values) stream.Dispose();
        }
    }

    private EventStreamFolder? Open(string stream, bool create)
    {
        try
        {
            lock (gate)
            {
                if (streams.TryGetValue(stream, out var open)) return open;
                var folder = Path.Combine(root, FileName.Of(stream));
                if (!create && !Directory.Exists(folder)) return null;
                if (!Directory.Exists(folder))
                {
                    Directory.CreateDirectory(folder);
                    DurableFiles.FlushFolder(root);
                }

                return streams[stream] = new(folder, time);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the events of '{stream}' cannot be opened now: {e.Message}", e);
        }
    }
}
