using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Rollouts.Local;

/// <summary>An entry as a line of the journal file, with two marks of the file's own beside the entry's members.</summary>
/// <param name="More">Entries of the same commit follow: a commit whose last line is missing never happened.</param>
/// <param name="Fence">Where the commit moved the fence.</param>
internal readonly record struct JournalLine(Entry Entry, bool More, long? Fence)
{
    /// <summary>The lines of a commit, and how long each is.</summary>
    public static (ReadOnlyMemory<byte> Bytes, int[] Lengths) Write(ImmutableArray<Entry> entries, long? fence)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 * entries.Length);
        var lengths = new int[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var start = buffer.WrittenCount;
            buffer.Write(JsonSerializer.SerializeToUtf8Bytes(entries[i], EntryChain.Json).AsSpan()[..^1]);
            if (i < entries.Length - 1) buffer.Write(",\"more\":true}\n"u8);
            else if (fence is { } seq) buffer.Write(Encoding.UTF8.GetBytes(FormattableString.Invariant($",\"fence\":{seq}}}\n")));
            else buffer.Write("}\n"u8);
            lengths[i] = buffer.WrittenCount - start;
        }

        return (buffer.WrittenMemory, lengths);
    }

    /// <summary>Reads a line and checks that it is entry <paramref name="seq"/>, unchanged.</summary>
    /// <param name="previous">The hash that it must follow; null takes its word for it.</param>
    public static (JournalLine Line, JournalFault? Fault) Read(string file, Line line, long seq, string? previous)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<Entry>(line.Text.Span, EntryChain.Json) ?? throw new JsonException("an entry cannot be null");
            var marks = JsonSerializer.Deserialize<Marks>(line.Text.Span, EntryChain.Json);
            var fault = EntryChain.Fault(entry, seq, previous ?? entry.Previous);
            return (new JournalLine(entry, marks.More, marks.Fence), fault is null ? null : new JournalFault(file, line.Number, fault));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            return (default, new JournalFault(file, line.Number, $"this is not an entry: {e.Message}"));
        }
    }

    private readonly record struct Marks(bool More, long? Fence);
}
