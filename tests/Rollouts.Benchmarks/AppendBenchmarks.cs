using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Rollouts.Engine;
using Rollouts.Local;

namespace Rollouts.Benchmarks;

/// <summary>Inputs and entries made durable, against a plain write and flush of the same bytes.</summary>
internal static class AppendBenchmarks
{
    private const string Inbox = "inbox";
    private const string Journal = "journal";
    private const int Writers = 64;
    private const double Expected = 1.3;

    public static async Task<IReadOnlyList<BenchmarkRow>> RunAsync(string folder, int runs, int appends)
    {
        using var files = new JournalFiles(Path.Combine(folder, "appends"), TimeProvider.System);
        var document = D7.Document().Document;
        foreach (var rollout in new[] { Inbox, Journal })
            await files.CreateAsync(rollout, document, new("start", D7.Begin, Actor.Of("U0ENGLEAD"), rollout, document.Name, document.Hash), CancellationToken.None);
        using var plain = new PlainFile(Path.Combine(folder, "plain.jsonl"));
        return [await SingleAsync(files, plain, runs, appends), await SharedAsync(files, plain, runs, (appends + 3) / 4), await CommittedAsync(files, plain, runs, appends)];
    }

    private static async Task<BenchmarkRow> SingleAsync(JournalFiles files, PlainFile plain, int runs, int appends)
    {
        var numbers = new Numbers();
        var lines = Enumerable.Range(0, appends).Select(n => LineOf(InputOf("single", n))).ToArray();
        var (time, floor) = await Measured.InTurnsAsync(
            runs, appends,
            async () =>
            {
                for (var i = 0; i < appends; i++) await files.OfferAsync(Inbox, InputOf("single", numbers.Next()), CancellationToken.None);
            },
            () => plain.AppendAsync(lines));
        return new("store an input", time, floor, "write and flush", Expected, null);
    }

    private static async Task<BenchmarkRow> SharedAsync(JournalFiles files, PlainFile plain, int runs, int appends)
    {
        var numbers = new Numbers();
        var lines = Enumerable.Range(0, appends).Select(_ => Enumerable.Range(0, Writers).SelectMany(n => LineOf(InputOf("shared", n))).ToArray()).ToArray();
        var (time, floor) = await Measured.InTurnsAsync(
            runs, appends * Writers,
            () => Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < appends; i++) await files.OfferAsync(Inbox, InputOf("shared", numbers.Next()), CancellationToken.None);
            }))),
            () => plain.AppendAsync(lines));
        return new($"store an input, {Writers} at a time", time, floor, $"write and flush {Writers} together", Expected, null);
    }

    private static async Task<BenchmarkRow> CommittedAsync(JournalFiles files, PlainFile plain, int runs, int appends)
    {
        var head = Head.Empty;
        var lines = Enumerable.Range(0, appends).Select(n => EntryLineOf(n, head)).ToArray();
        var (time, floor) = await Measured.InTurnsAsync(
            runs, appends,
            async () =>
            {
                for (var i = 0; i < appends; i++)
                {
                    var entry = EntryChain.Seal(head.Seq + 1, head.Hash, InputOf("single", (int)head.Seq + 1), Outcome.Ok, []);
                    if (!await files.CommitAsync(Journal, head, [entry], 0, CancellationToken.None)) throw new InvalidOperationException("the head moved");
                    head = new(entry.Seq, entry.Hash, 0);
                }
            },
            () => plain.AppendAsync(lines));
        return new("seal and commit an entry", time, floor, "write and flush", Expected, null);
    }

    private static Input.Report InputOf(string kind, int n) =>
        new(FormattableString.Invariant($"{kind}-{n:000000}"), D7.Begin, Actor.Of("U0SUPPORT", "support"), "support-ticket", "upload-fails", null, "An upload failed with a message that nobody understands.");

    private static byte[] LineOf(Input input) => [.. JsonSerializer.SerializeToUtf8Bytes(input, EntryChain.Json), (byte)'\n'];

    private static byte[] EntryLineOf(int n, Head head) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(new Entry(n, InputOf("single", n), Outcome.Ok, [], head.Hash, head.Hash), EntryChain.Json), (byte)'\n'];

    private sealed class Numbers
    {
        private int last;

        public int Next() => Interlocked.Increment(ref last);
    }

    /// <summary>The floor: a file that is written and flushed, and nothing else.</summary>
    private sealed class PlainFile(string path) : IDisposable
    {
        private readonly SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        private long length;

        public Task AppendAsync(IEnumerable<byte[]> writes)
        {
            foreach (var bytes in writes)
            {
                RandomAccess.Write(handle, bytes, length);
                RandomAccess.FlushToDisk(handle);
                length += bytes.Length;
            }

            return Task.CompletedTask;
        }

        public void Dispose() => handle.Dispose();
    }
}
