using Microsoft.Win32.SafeHandles;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>A file that only grows. An append is on disk before its task ends; appends that wait together share one write and one flush.</summary>
internal sealed class AppendFile : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SafeFileHandle _handle;
    private List<Waiting> _waiting = [];
    private List<Waiting> _writing = [];
    private readonly List<ReadOnlyMemory<byte>> _buffers = [];
    private bool _busy;
    private string? _broken;

    /// <param name="length">How much of the file counts; what follows is cut off.</param>
    public AppendFile(string path, long length)
    {
        Path = path;
        Length = length;
        _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (RandomAccess.GetLength(_handle) > length) RandomAccess.SetLength(_handle, length);
    }

    public string Path { get; }

    /// <summary>How much of the file is known to be on disk.</summary>
    public long Length { get; private set; }

    /// <param name="stored">Called once the bytes are on disk, in the order of the file and before the task ends, with where they begin.</param>
    /// <exception cref="StoreException">The bytes could not be written; the file is as before.</exception>
    public Task AppendAsync(ReadOnlyMemory<byte> bytes, Action<long> stored)
    {
        var waiting = new Waiting(bytes, stored);
        lock (_gate)
        {
            if (_broken is { } broken) return Task.FromException(new StoreException(broken));
            _waiting.Add(waiting);
            if (_busy) return waiting.Task;
            _busy = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return waiting.Task;
    }

    /// <summary>Empties the file, unless something is on its way into it. A file that cannot be emptied is only longer.</summary>
    public bool TryClear()
    {
        lock (_gate)
        {
            if (_busy || _broken is not null) return false;
            try
            {
                RandomAccess.SetLength(_handle, 0);
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
            var read = RandomAccess.Read(_handle, into, from);
            if (read == 0) throw new StoreException($"{Path} is shorter than what was written to it: it was cut off");
            into = into[read..];
            from += read;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            lock (_gate)
            {
                _writing.Clear();
                if (_waiting.Count == 0)
                {
                    _busy = false;
                    return;
                }

                (_waiting, _writing) = (_writing, _waiting);
            }

            WriteTogether();
        }
    }

    private void WriteTogether()
    {
        var at = Length;
        try
        {
            _buffers.Clear();
            foreach (var waiting in _writing) _buffers.Add(waiting.Bytes);
            if (_buffers.Count == 1) RandomAccess.Write(_handle, _buffers[0].Span, at);
            else RandomAccess.Write(_handle, _buffers, at);
            RandomAccess.FlushToDisk(_handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            CutBack(e);
            foreach (var waiting in _writing) waiting.SetException(new StoreException($"cannot write {Path}: {e.Message}", e));
            return;
        }

        foreach (var waiting in _writing)
        {
            waiting.Stored(at);
            at += waiting.Bytes.Length;
        }

        Length = at;
        foreach (var waiting in _writing) waiting.SetResult();
    }

    /// <summary>After a failed write or flush nobody knows what is on disk; unless it can be cut off, nothing more is written here.</summary>
    private void CutBack(Exception cause)
    {
        try
        {
            RandomAccess.SetLength(_handle, Length);
            RandomAccess.FlushToDisk(_handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            lock (_gate) _broken = $"{Path} takes no more after a failed write ({cause.Message}): restart when the disk is well";
        }
    }

    /// <summary>Closes the file once all that was accepted is on disk.</summary>
    public void Dispose()
    {
        lock (_gate) _broken ??= $"{Path} is closed";
        SpinWait.SpinUntil(() =>
        {
            lock (_gate) return !_busy;
        });
        _handle.Dispose();
    }

    private sealed class Waiting(ReadOnlyMemory<byte> bytes, Action<long> stored)
        : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ReadOnlyMemory<byte> Bytes => bytes;

        public void Stored(long at) => stored(at);
    }
}
