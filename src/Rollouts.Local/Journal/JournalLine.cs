using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rollouts.Local;

/// <summary>An entry as a line of the journal file, with two marks of the file's own beside the entry's members.</summary>
/// <param name="More">Entries of the same commit follow: a commit whose last line is missing never happened.</param>
/// <param name="Fence">Where the commit moved the fence.</param>
internal readonly record struct JournalLine(Entry Entry, bool More, long? Fence)
{
    private static ReadOnlySpan<byte> MoreMark => ",\"more\":true}"u8;

    private static ReadOnlySpan<byte> FenceMark => ",\"fence\":"u8;

    /// <summary>The lines of a commit, and how long each is.</summary>
    public static (ReadOnlyMemory<byte> Bytes, int[] Lengths) Write(ImmutableArray<Entry> entries, long? fence)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 * entries.Length);
        var lengths = new int[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var start = buffer.WrittenCount;
            buffer.Write(JsonSerializer.SerializeToUtf8Bytes(entries[i], EntryChain.Json).AsSpan()[..^1]);
            if (i < entries.Length - 1)
            {
                buffer.Write(MoreMark);
            }
            else
            {
                if (fence is { } seq) buffer.Write([.. FenceMark, .. Encoding.UTF8.GetBytes(seq.ToString(CultureInfo.InvariantCulture))]);
                buffer.Write("}"u8);
            }

            buffer.Write("\n"u8);
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
            var (text, more, fence) = Unmark(line.Text.Span);
            var (entry, fault) = EntryChain.Check(text, seq, previous);
            return (new JournalLine(entry, more, fence), fault is null ? null : new JournalFault(file, line.Number, fault));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            return (default, new JournalFault(file, line.Number, $"this is not an entry: {e.Message}"));
        }
    }

    /// <summary>The entry's own text, and the marks that stood behind it.</summary>
    private static (byte[] Text, bool More, long? Fence) Unmark(ReadOnlySpan<byte> line)
    {
        if (line.EndsWith(MoreMark)) return ([.. line[..^MoreMark.Length], (byte)'}'], true, null);
        if (line.LastIndexOf(FenceMark) is > 0 and var at && line.EndsWith("}"u8)
            && Utf8Parser.TryParse(line[(at + FenceMark.Length)..^1], out long fence, out var length) && at + FenceMark.Length + length == line.Length - 1)
            return ([.. line[..at], (byte)'}'], false, fence);
        return (line.ToArray(), false, null);
    }
}
