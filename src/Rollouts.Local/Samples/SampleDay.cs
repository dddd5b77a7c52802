using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>The samples of one series on one day (UTC): a file of 16-byte records, time and value, in order of time.</summary>
/// <remarks>What a crash left of a last record is not counted, and overwritten by the next append.</remarks>
internal static class SampleDay
{
    private const int Size = 16;

    /// <param name="samples">In order of time, no time twice.</param>
    public static void Append(string path, IReadOnlyList<Sample> samples)
    {
        using (var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite))
        {
            var count = CountOf(file);
            if (count == 0 || TimeAt(file, count - 1) < samples[0].At.UtcTicks)
            {
                RandomAccess.Write(file, Encode(samples), count * Size);
                return;
            }
        }

        Merge(path, samples);
    }

    /// <summary>The samples of a window, both ends included, and whether something stands before it.</summary>
    public static (Sample? Before, List<Sample> Within) Read(string path, long from, long until)
    {
        using var file = File.OpenHandle(path);
        var first = FirstFrom(file, from);
        var end = until == long.MaxValue ? CountOf(file) : FirstFrom(file, until + 1);
        return (first == 0 ? null : Decode(file, first - 1, first)[0], Decode(file, first, end));
    }

    private static void Merge(string path, IReadOnlyList<Sample> samples)
    {
        var (_, all) = Read(path, 0, long.MaxValue);
        // Of two with the same time the first stays; the sort keeps the order of equals.
        var merged = all.Concat(samples).DistinctBy(sample => sample.At.UtcTicks).OrderBy(sample => sample.At.UtcTicks).ToList();
        DurableFiles.Replace(path, Encode(merged));
    }

    /// <summary>The number of the first record at or after the time.</summary>
    private static long FirstFrom(SafeFileHandle file, long ticks)
    {
        var (low, high) = (0L, CountOf(file));
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (TimeAt(file, middle) < ticks) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static long CountOf(SafeFileHandle file) => RandomAccess.GetLength(file) / Size;

    private static long TimeAt(SafeFileHandle file, long record)
    {
        Span<byte> ticks = stackalloc byte[sizeof(long)];
        _ = RandomAccess.Read(file, ticks, record * Size);
        return BinaryPrimitives.ReadInt64LittleEndian(ticks);
    }

    private static List<Sample> Decode(SafeFileHandle file, long first, long end)
    {
        var content = new byte[Math.Max(0, end - first) * Size];
        _ = RandomAccess.Read(file, content, first * Size);
        var samples = new List<Sample>(content.Length / Size);
        for (var rest = content.AsSpan(); !rest.IsEmpty; rest = rest[Size..])
        {
            var at = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(rest), TimeSpan.Zero);
            samples.Add(new Sample(at, BinaryPrimitives.ReadDoubleLittleEndian(rest[sizeof(long)..])));
        }

        return samples;
    }

    private static byte[] Encode(IReadOnlyList<Sample> samples)
    {
        var content = new byte[samples.Count * Size];
        for (var i = 0; i < samples.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(i * Size), samples[i].At.UtcTicks);
            BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(i * Size + sizeof(long)), samples[i].Value);
        }

        return content;
    }
}
