using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>One rollout's inbox and journal while its files are open. In memory: the head, where entries begin, known ids and the inbox.</summary>
internal sealed class RolloutFolder : IDisposable
{
    /// <summary>Beyond this an inbox file without undecided inputs is emptied.</summary>
    private const long InboxGrown = 256 * 1024;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim committing = new(1, 1);
    private readonly AppendFile inboxFile;
    private readonly AppendFile journalFile;
    private readonly List<long> starts;
    private readonly List<Input> waiting;

    /// <summary>Every id ever stored; with a task while the input is on its way to the disk.</summary>
    private readonly Dictionary<string, Task?> knownIds = new(StringComparer.Ordinal);

    private Head end;
    private long journalLength;

    private RolloutFolder(string inbox, long inboxLength, IEnumerable<Input> undecided, string journal, JournalScan scan)
    {
        end = scan.Head;
        journalLength = scan.Length;
        starts = [.. scan.Starts];
        foreach (var id in scan.Inputs) knownIds[id] = null;
        waiting = [.. undecided.Where(input => knownIds.TryAdd(input.Id, null))];
        inboxFile = new AppendFile(inbox, inboxLength);
        journalFile = new AppendFile(journal, scan.Length);
    }

    /// <exception cref="StoreException">The files are not what was written to them.</exception>
    public static RolloutFolder Open(string folder, Notes notes)
    {
        var journal = Path.Combine(folder, "journal.jsonl");
        var lines = Lines.Of(journal);
        var scan = JournalScan.Of(journal, lines);
        if (scan.Fault is { } fault) throw fault.ToException();
        notes.CutTorn(journal, scan.Length);

        var inbox = Path.Combine(folder, "inbox.jsonl");
        var offered = Lines.Of(inbox);
        var inputs = offered.Whole.Select(line => InputLine.Read(inbox, line)).ToList();
        var length = offered.Whole is [.., var last] ? last.End : 0;
        notes.CutTorn(inbox, length);
        return new RolloutFolder(inbox, length, inputs, journal, scan);
    }

    public Head Head
    {
        get
        {
            lock (gate) return end;
        }
    }

    public async Task<Offered> OfferAsync(Input input)
    {
        var line = InputLine.Write(input);
        Task? stored;
        bool known;
        lock (gate)
        {
            known = knownIds.TryGetValue(input.Id, out stored);
            if (!known) knownIds[input.Id] = stored = inboxFile.AppendAsync(line, _ => Accept(input));
        }

        // One who offers it again is told so only when it is on disk.
        if (stored is null) return Offered.Known;
        try
        {
            await stored;
        }
        catch (StoreException)
        {
            lock (gate)
            {
                if (knownIds.TryGetValue(input.Id, out var now) && now == stored) knownIds.Remove(input.Id);
            }

            throw;
        }

        return known ? Offered.Known : Offered.Stored;
    }

    public async Task<bool> CommitAsync(Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation)
    {
        await committing.WaitAsync(cancellation);
        try
        {
            var head = Head;
            if (head.Seq != expected.Seq || head.Hash != expected.Hash) return false;
            CheckFollows(head, entries, fence);
            var (bytes, lengths) = JournalLine.Write(entries, fence == head.Fence ? null : fence);
            var last = entries[^1];
            await journalFile.AppendAsync(bytes, start => Decide(entries, start, lengths, new Head(last.Seq, last.Hash, fence)));
            ClearGrownInbox();
            return true;
        }
        finally
        {
            committing.Release();
        }
    }

    /// <exception cref="StoreException">The file no longer holds what was written to it.</exception>
    public Journal Read(long after)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        Head head;
        ImmutableArray<Input> inbox;
        byte[] content;
        long start;
        lock (gate)
        {
            head = end;
            inbox = [.. waiting];
            start = after >= end.Seq ? journalLength : starts[(int)after];
            content = new byte[journalLength - start];
        }

        if (content.Length == 0) return new Journal(head, [], inbox);
        journalFile.Read(content, start);
        return new Journal(head, JournalTail.Read(journalFile.Path, Lines.Of(content), after, head.Hash), inbox);
    }

    public JournalReport Verify(string rollout)
    {
        var file = journalFile.Path;
        Head head;
        byte[] content;
        lock (gate)
        {
            head = end;
            content = new byte[Math.Min(journalLength, new FileInfo(file).Length)];
        }

        journalFile.Read(content, 0);
        var scan = JournalScan.Of(file, Lines.Of(content));
        var fault = scan.Fault;
        if (fault is null && scan.Head != head)
            fault = new JournalFault(file, scan.Starts.Count + 1, $"the journal ends here, but {head.Seq} entries were written");
        return new JournalReport(rollout, scan.Head.Seq, fault);
    }

    private static void CheckFollows(Head head, ImmutableArray<Entry> entries, long fence)
    {
        if (entries.IsDefaultOrEmpty) throw new ArgumentException("a commit has at least one entry", nameof(entries));
        var (seq, hash, _) = head;
        foreach (var entry in entries)
        {
            if (entry.Seq != seq + 1 || entry.Previous != hash)
                throw new ArgumentException($"entry {entry.Seq} does not follow entry {seq}", nameof(entries));
            (seq, hash) = (entry.Seq, entry.Hash);
        }

        if (fence < head.Fence || fence > seq) throw new ArgumentOutOfRangeException(nameof(fence), fence, "a fence moves forward, to an entry");
    }

    private void Accept(Input input)
    {
        lock (gate)
        {
            // Decided already, by someone who had it from elsewhere: it does not come back.
            if (knownIds[input.Id] is null) return;
            knownIds[input.Id] = null;
            waiting.Add(input);
        }
    }

    private void Decide(ImmutableArray<Entry> entries, long start, int[] lengths, Head head)
    {
        lock (gate)
        {
            var decided = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < entries.Length; i++)
            {
                starts.Add(start);
                start += lengths[i];
                decided.Add(entries[i].Input.Id);
                knownIds[entries[i].Input.Id] = null;
            }

            waiting.RemoveAll(input => decided.Contains(input.Id));
            journalLength = start;
            end = head;
        }
    }

    private void ClearGrownInbox()
    {
        lock (gate)
        {
            if (waiting.Count == 0 && inboxFile.Length > InboxGrown) inboxFile.TryClear();
        }
    }

    public void Dispose()
    {
        inboxFile.Dispose();
        journalFile.Dispose();
    }
}
