using System.Collections.Immutable;

namespace Rollouts.Local;

/// <summary>The end of a journal file, read without what stands before it.</summary>
internal static class JournalTail
{
    /// <summary>The entries after <paramref name="after"/>, each checked to be as it was written.</summary>
    /// <param name="end">The hash of the last entry, which holds the chain: nothing before it can change without it.</param>
    /// <exception cref="Engine.StoreException">The lines are not what was written.</exception>
    public static ImmutableArray<Entry> Read(string file, Lines lines, long after, string end)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>(lines.Whole.Count);
        var previous = after == 0 ? Entry.Genesis : null;
        foreach (var line in lines.Whole)
        {
            var numbered = line with { Number = line.Number + (int)after };
            var (read, fault) = JournalLine.Read(file, numbered, after + entries.Count + 1, previous);
            if (fault is not null) throw fault.ToException();
            entries.Add(read.Entry);
            previous = read.Entry.Hash;
        }

        return previous == end
            ? entries.DrainToImmutable()
            : throw new JournalFault(file, (int)after + entries.Count, "the journal does not end with the entry that was written last").ToException();
    }
}
