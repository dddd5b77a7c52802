using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>How many events of a delivery were new.</summary>
/// <param name="Known">Those whose id was known before, or stood in the delivery before; they are not taken again.</param>
public sealed record EventsTaken(int Taken, int Known);

/// <summary>When the first event of a stream happened, and the last.</summary>
public readonly record struct EventSpan(DateTimeOffset First, DateTimeOffset Last);

/// <summary>Raw events by stream. They are input: acknowledged means durable.</summary>
/// <remarks>Kept for 90 days. Methods throw <see cref="StoreException"/> when the store cannot do its work, and have then taken nothing, or what a second try finds known.</remarks>
public interface IEventStore
{
    /// <summary>Stores those events whose ids the stream does not know, durably before it returns; of two with one id the first stays.</summary>
    Task<EventsTaken> AppendAsync(string stream, ImmutableArray<RawEvent> events, CancellationToken cancellation);

    /// <summary>The events of a name after <paramref name="from"/>, up to and including <paramref name="until"/>, in order of time.</summary>
    Task<ImmutableArray<RawEvent>> ReadAsync(string stream, string name, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>The span of a stream's events of any name, those after <paramref name="until"/> left out; null when there is none.</summary>
    Task<EventSpan?> SpanAsync(string stream, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>The last events of a stream, of any name, in order of time.</summary>
    Task<ImmutableArray<RawEvent>> LatestAsync(string stream, int most, CancellationToken cancellation);
}
