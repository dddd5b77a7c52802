using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>A journal file read from its first line: what stands, up to the first fault.</summary>
internal sealed class JournalScan
{
    private readonly List<long> starts = [];
    private readonly List<string> inputs = [];

    public Head Head { get; private set; } = Head.Empty;

    /// <summary>Where each entry begins, the first at 0.</summary>
    public IReadOnlyList<long> Starts => starts;

    /// <summary>The ids of the inputs that have their outcome.</summary>
    public IReadOnlyList<string> Inputs => inputs;

    /// <summary>The end of the last whole commit; what follows was never acknowledged.</summary>
    public long Length { get; private set; }

    public JournalFault? Fault { get; private set; }

    public static JournalScan Of(string file, Lines lines)
    {
        var scan = new JournalScan();
        var head = Head.Empty;
        foreach (var line in lines.Whole)
        {
            var (read, fault) = JournalLine.Read(file, line, head.Seq + 1, head.Hash);
            if (fault is null && read.Fence is { } fence && (fence <= head.Fence || fence > read.Entry.Seq))
                fault = new JournalFault(file, line.Number, $"a fence at entry {fence} cannot be");
            if (fault is not null)
            {
                scan.Fault = fault;
                break;
            }

            head = new Head(read.Entry.Seq, read.Entry.Hash, read.Fence ?? head.Fence);
            scan.starts.Add(line.Start);
            scan.inputs.Add(read.Entry.Input.Id);
            if (!read.More) scan.Commit(head, line.End);
        }

        scan.DropUncommitted();
        return scan;
    }

    private void Commit(Head head, long length)
    {
        Head = head;
        Length = length;
    }

    private void DropUncommitted()
    {
        var committed = (int)Head.Seq;
        starts.RemoveRange(committed, starts.Count - committed);
        inputs.RemoveRange(committed, inputs.Count - committed);
    }
}
