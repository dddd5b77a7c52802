using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>The files of one stream: <c>2026-05-04.jsonl</c> by day of arrival, each line a delivery as a JSON array.</summary>
internal sealed class EventStreamFolder : IDisposable
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string Extension = ".jsonl";

    /// <summary>Events are kept as long as samples are.</summary>
    private static readonly TimeSpan Retention = SampleFiles.DefaultRetention;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string folder;
    private readonly TimeProvider time;
    private DateOnly day;
    private AppendFile? file;

    /// <exception cref="StoreException">A line is not what was written.</exception>
    public EventStreamFolder(string folder, TimeProvider time)
    {
        this.folder = folder;
        this.time = time;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
            foreach (var line in Lines.Of(path).Whole) Memory.Add(EventsOf(path, line));
        Sweep();
    }

    public EventMemory Memory { get; } = new();

    public async Task<EventsTaken> AppendAsync(ImmutableArray<RawEvent> events, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var into = Today();
            var fresh = Memory.New(events);
            if (!Memory.HasRoomFor(fresh.Length))
                throw new StoreException(FormattableString.Invariant($"this stream holds all of the {EventMemory.Most} events that are kept here"));
            if (!fresh.IsEmpty) await into.AppendAsync(LineOf(fresh), _ => Memory.Add(fresh));
            return new(fresh.Length, events.Length - fresh.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the events in {folder} cannot be written now: {e.Message}", e);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        file?.Dispose();
        turn.Dispose();
    }

    private AppendFile Today()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (file is not null && day == today) return file;
        file?.Dispose();
        file = null;
        Sweep();
        var path = Path.Combine(folder, today.ToString(DayFormat, CultureInfo.InvariantCulture) + Extension);
        // A torn line is cut off without a word: its sender was never told that it is stored, and sends it again.
        file = new(path, File.Exists(path) && Lines.Of(path).Whole is [.., var last] ? last.End : 0);
        DurableFiles.FlushFolder(folder);
        day = today;
        return file;
    }

    /// <summary>An event is at most five minutes ahead when it arrives, so that a day's file is needed for a day longer than its events.</summary>
    private void Sweep()
    {
        var oldest = time.GetUtcNow() - Retention;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(path), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var arrived)
                && arrived < DateOnly.FromDateTime(oldest.UtcDateTime).AddDays(-1)) File.Delete(path);
        }

        Memory.Forget(oldest);
    }

    private static byte[] LineOf(ImmutableArray<RawEvent> events)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, new() { Encoder = EntryChain.Json.Encoder }))
        {
            writer.WriteStartArray();
            foreach (var raw in events) RawEventText.Write(writer, raw);
            writer.WriteEndArray();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    private static ImmutableArray<RawEvent> EventsOf(string path, Line line) => EventReader.ReadKept(line.Text) switch
    {
        EventReading.Sound sound => sound.Events,
        EventReading.Faulty faulty => throw new StoreException(FormattableString.Invariant($"{path} line {line.Number} is not what was written there: {faulty.Errors[0].Error}")),
        _ => throw new InvalidOperationException("unknown reading"),
    };
}
