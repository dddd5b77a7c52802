using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>One rollout's inbox and journal while its files are open. In memory: the head, where entries begin, known ids and the inbox.</summary>
internal sealed class RolloutFolder : IDisposable
{
    /// <summary>Beyond this an inbox file without undecided inputs is emptied.</summary>
    private const long InboxGrown = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _committing = new(1, 1);
    private readonly AppendFile _inboxFile;
    private readonly AppendFile _journalFile;
    private readonly List<long> _starts;
    private readonly List<Input> _inbox;

    /// <summary>Every id ever stored; with a task while the input is on its way to the disk.</summary>
    private readonly Dictionary<string, Task?> _known = new(StringComparer.Ordinal);

    private Head _head;
    private long _length;

    private RolloutFolder(string inbox, long inboxLength, IEnumerable<Input> undecided, string journal, JournalScan scan)
    {
        _head = scan.Head;
        _length = scan.Length;
        _starts = [.. scan.Starts];
        foreach (var id in scan.Inputs) _known[id] = null;
        _inbox = [.. undecided.Where(input => _known.TryAdd(input.Id, null))];
        _inboxFile = new AppendFile(inbox, inboxLength);
        _journalFile = new AppendFile(journal, scan.Length);
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
            lock (_gate) return _head;
        }
    }

    public async Task<Offered> OfferAsync(Input input)
    {
        var line = InputLine.Write(input);
        Task? stored;
        bool known;
        lock (_gate)
        {
            known = _known.TryGetValue(input.Id, out stored);
            if (!known) _known[input.Id] = stored = _inboxFile.AppendAsync(line, _ => Accept(input));
        }

        // One who offers it again is told so only when it is on disk.
        if (stored is null) return Offered.Known;
        try
        {
            await stored;
        }
        catch (StoreException)
        {
            lock (_gate)
            {
                if (_known.TryGetValue(input.Id, out var now) && now == stored) _known.Remove(input.Id);
            }

            throw;
        }

        return known ? Offered.Known : Offered.Stored;
    }

    public async Task<bool> CommitAsync(Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation)
    {
        await _committing.WaitAsync(cancellation);
        try
        {
            var head = Head;
            if (head.Seq != expected.Seq || head.Hash != expected.Hash) return false;
            CheckFollows(head, entries, fence);
            var (bytes, lengths) = JournalLine.Write(entries, fence == head.Fence ? null : fence);
            var last = entries[^1];
            await _journalFile.AppendAsync(bytes, start => Decide(entries, start, lengths, new Head(last.Seq, last.Hash, fence)));
            ClearGrownInbox();
            return true;
        }
        finally
        {
            _committing.Release();
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
        lock (_gate)
        {
            head = _head;
            inbox = [.. _inbox];
            start = after >= _head.Seq ? _length : _starts[(int)after];
            content = new byte[_length - start];
        }

        if (content.Length == 0) return new Journal(head, [], inbox);
        _journalFile.Read(content, start);
        return new Journal(head, JournalTail.Read(_journalFile.Path, Lines.Of(content), after, head.Hash), inbox);
    }

    public JournalReport Verify(string rollout)
    {
        var file = _journalFile.Path;
        Head head;
        byte[] content;
        lock (_gate)
        {
            head = _head;
            content = new byte[Math.Min(_length, new FileInfo(file).Length)];
        }

        _journalFile.Read(content, 0);
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
        lock (_gate)
        {
            // Decided already, by someone who had it from elsewhere: it does not come back.
            if (_known[input.Id] is null) return;
            _known[input.Id] = null;
            _inbox.Add(input);
        }
    }

    private void Decide(ImmutableArray<Entry> entries, long start, int[] lengths, Head head)
    {
        lock (_gate)
        {
            var decided = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < entries.Length; i++)
            {
                _starts.Add(start);
                start += lengths[i];
                decided.Add(entries[i].Input.Id);
                _known[entries[i].Input.Id] = null;
            }

            _inbox.RemoveAll(input => decided.Contains(input.Id));
            _length = start;
            _head = head;
        }
    }

    private void ClearGrownInbox()
    {
        lock (_gate)
        {
            if (_inbox.Count == 0 && _inboxFile.Length > InboxGrown) _inboxFile.TryClear();
        }
    }

    public void Dispose()
    {
        _inboxFile.Dispose();
        _journalFile.Dispose();
    }
}
