using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Reads events in any of their formats: each line that is wrong is named, and nothing is taken of a delivery that has one.</summary>
public static class EventReader
{
    public const int MostErrors = 100;

    /// <summary>The format of a content type, or null for one that is not read.</summary>
    public static EventFormat? FormatOf(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "application/json" => EventFormat.Json,
        "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/json-lines" => EventFormat.JsonLines,
        "text/csv" => EventFormat.Csv,
        _ => null,
    };

    /// <param name="now">Events that claim to be much later, or to be older than is kept, are refused: their clock is wrong.</param>
    public static EventReading Read(EventFormat format, ReadOnlyMemory<byte> body, DateTimeOffset now) => Read(format, body, draft => EventRules.Fault(draft, now));

    /// <summary>Reads an array that was written by <see cref="RawEventText"/>: whatever its times, they were right when it was taken.</summary>
    public static EventReading ReadKept(ReadOnlyMemory<byte> array) => Read(EventFormat.Json, array, EventRules.Fault);

    private static EventReading Read(EventFormat format, ReadOnlyMemory<byte> body, Func<EventDraft, string?> faultOf)
    {
        var found = format switch
        {
            EventFormat.Json => JsonEvents.Read(body),
            EventFormat.JsonLines => JsonEvents.ReadLines(body),
            EventFormat.Csv => CsvEvents.Read(body),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a format"),
        };
        var events = ImmutableArray.CreateBuilder<RawEvent>();
        var errors = ImmutableArray.CreateBuilder<EventError>();
        foreach (var (line, draft, fault) in found)
        {
            var error = fault ?? faultOf(draft!);
            if (error is null) events.Add(EventRules.Make(draft!));
            else errors.Add(new(line, error));
            if (errors.Count == MostErrors) break;
        }

        if (errors.Count == 0 && events.Count == 0) errors.Add(new(1, "there is no event"));
        return errors.Count > 0 ? new EventReading.Faulty(errors.ToImmutable()) : new EventReading.Sound(events.ToImmutable());
    }
}

/// <summary>An event as it was found: its fields by name, the reserved ones among them.</summary>
internal sealed class EventDraft : List<KeyValuePair<string, EventValue>>
{
    public EventValue? this[string name]
    {
        get
        {
            foreach (var (field, value) in this)
                if (field == name) return value;
            return null;
        }
    }
}

/// <summary>An event found on a line, or what is wrong there.</summary>
internal readonly record struct EventFound(int Line, EventDraft? Draft, string? Fault);
