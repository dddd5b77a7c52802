namespace Rollouts.Cli.Verbs;

/// <summary>Follows the hash chain from the first entry to the first fault.</summary>
internal sealed class ChainCheck
{
    /// <summary>How many entries are sound.</summary>
    public long Entries { get; private set; }

    /// <summary>The hash of the last sound entry.</summary>
    public string Hash { get; private set; } = Entry.Genesis;

    public string? Fault { get; private set; }

    public void Add(Entry entry)
    {
        if (Fault is not null) return;
        Fault = EntryChain.Fault(entry, Entries + 1, Hash);
        if (Fault is null) (Entries, Hash) = (entry.Seq, entry.Hash);
    }

    /// <summary>What follows the entries cannot even be read.</summary>
    public void Broke(string fault) => Fault ??= fault;
}
