using System.Collections.Immutable;

namespace Rollouts.Engine.Tests.Kpis;

/// <summary>Events in a list, as simple as the port allows.</summary>
internal sealed class MemoryEvents : IEventStore
{
    private readonly List<(string Stream, RawEvent Raw)> events = [];

    public MemoryEvents Add(string name, double seconds, params (string Field, EventValue Value)[] fields) => AddTo(EventStream.Default, name, seconds, fields);

    public MemoryEvents AddTo(string stream, string name, double seconds, params (string Field, EventValue Value)[] fields)
    {
        events.Add((stream, new($"e{events.Count}", Given.At(seconds), name, [.. fields.Select(field => KeyValuePair.Create(field.Field, field.Value))])));
        return this;
    }

    public Task<EventsTaken> AppendAsync(string stream, ImmutableArray<RawEvent> all, CancellationToken cancellation)
    {
        events.AddRange(all.Select(raw => (stream, raw)));
        return Task.FromResult(new EventsTaken(all.Length, 0));
    }

    public Task<ImmutableArray<RawEvent>> ReadAsync(string stream, string name, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<RawEvent>>([.. Of(stream).Where(raw => raw.Name == name && raw.At > from && raw.At <= until)]);

    public Task<EventSpan?> SpanAsync(string stream, DateTimeOffset until, CancellationToken cancellation)
    {
        var times = Of(stream).Select(raw => raw.At).Where(at => at <= until).ToArray();
        return Task.FromResult<EventSpan?>(times.Length == 0 ? null : new(times[0], times[^1]));
    }

    public Task<ImmutableArray<RawEvent>> LatestAsync(string stream, int most, CancellationToken cancellation) => Task.FromResult<ImmutableArray<RawEvent>>([.. Of(stream).TakeLast(most)]);

    private IEnumerable<RawEvent> Of(string stream) => events.Where(each => each.Stream == stream).Select(each => each.Raw).OrderBy(raw => raw.At);
}
