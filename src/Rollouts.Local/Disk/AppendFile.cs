using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>A file that only grows. An append is on disk before its task ends; appends that wait together share one write and one flush.</summary>
internal sealed class AppendFile : IThreadPoolWorkItem, IDisposable
{
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly SafeFileHandle handle;
    private List<Waiting> queue = [];
    private List<Waiting> writing = [];
    private readonly List<ReadOnlyMemory<byte>> buffers = [];
    private bool busy;
    private TimeSpan lastWrite;
    private long lastEnd;
    private int lastTogether;
    private string? broken;

    /// <param name="length">How much of the file counts; what follows is cut off.</param>
    public AppendFile(string path, long length)
    {
        Path = path;
        Length = length;
        handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (RandomAccess.GetLength(handle) > length) RandomAccess.SetLength(handle, length);
    }

    public string Path { get; }

    /// <summary>How much of the file is known to be on disk.</summary>
    public long Length { get; private set; }

    /// <param name="stored">Called once the bytes are on disk, in the order of the file and before the task ends, with where they begin.</param>
    /// <exception cref="StoreException">The bytes could not be written; the file is as before.</exception>
    public Task AppendAsync(ReadOnlyMemory<byte> bytes, Action<long> stored)
    {
        var waiting = new Waiting(bytes, stored);
        lock (gate)
        {
            if (this.broken is { } broken) return Task.FromException(new StoreException(broken));
            queue.Add(waiting);
            if (busy) return waiting.Task;
            busy = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return waiting.Task;
    }

    /// <summary>Empties the file, unless something is on its way into it. A file that cannot be emptied is only longer.</summary>
    public bool TryClear()
    {
        lock (gate)
        {
            if (busy || broken is not null) return false;
            try
            {
                RandomAccess.SetLength(handle, 0);
            }
            catch (IOException)
            {
                return false;
            }

            Length = 0;
            return true;
        }
    }

    public void Read(Span<byte> into, long from)
    {
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(handle, into, from);
            if (read == 0) throw new StoreException($"{Path} is shorter than what was written to it: it was cut off");
            into = into[read..];
            from += read;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            Gather();
            lock (gate)
            {
                writing.Clear();
                if (queue.Count == 0)
                {
                    busy = false;
                    return;
                }

                (queue, writing) = (writing, queue);
            }

            WriteTogether();
        }
    }

    /// <summary>Who shared the last flush often appends again at once. To wait for them, at most half as long as that flush took, saves one of two flushes.</summary>
    private void Gather()
    {
        if (lastTogether < 2) return;
        var longest = lastWrite / 2 < LongestGathering ? lastWrite / 2 : LongestGathering;
        for (var spin = new SpinWait(); Stopwatch.GetElapsedTime(lastEnd) < longest; spin.SpinOnce(sleep1Threshold: -1))
        {
            lock (gate)
                if (queue.Count >= lastTogether) return;
        }
    }

    private void WriteTogether()
    {
        var (at, began) = (Length, Stopwatch.GetTimestamp());
        try
        {
            buffers.Clear();
            foreach (var waiting in writing) buffers.Add(waiting.Bytes);
            if (buffers.Count == 1) RandomAccess.Write(handle, buffers[0].Span, at);
            else RandomAccess.Write(handle, buffers, at);
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            CutBack(e);
            foreach (var waiting in writing) waiting.SetException(new StoreException($"cannot write {Path}: {e.Message}", e));
            return;
        }

        foreach (var waiting in writing)
        {
            waiting.Stored(at);
            at += waiting.Bytes.Length;
        }

        Length = at;
        lastTogether = writing.Count;
        foreach (var waiting in writing) waiting.SetResult();
        lastEnd = Stopwatch.GetTimestamp();
        lastWrite = Stopwatch.GetElapsedTime(began, lastEnd);
    }

    /// <summary>After a failed write or flush nobody knows what is on disk; unless it can be cut off, nothing more is written here.</summary>
    private void CutBack(Exception cause)
    {
        try
        {
            RandomAccess.SetLength(handle, Length);
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            lock (gate) broken = $"{Path} takes no more after a failed write ({cause.Message}): restart when the disk is well";
        }
    }

    /// <summary>Closes the file once all that was accepted is on disk.</summary>
    public void Dispose()
    {
        lock (gate) broken ??= $"{Path} is closed";
        SpinWait.SpinUntil(() =>
        {
            lock (gate) return !busy;
        });
        handle.Dispose();
    }

    private sealed class Waiting(ReadOnlyMemory<byte> bytes, Action<long> stored)
        : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ReadOnlyMemory<byte> Bytes => bytes;

        public void Stored(long at) => stored(at);
    }
}
