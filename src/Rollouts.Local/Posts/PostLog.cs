using System.Text.Json;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>The posts of one rollout, one line each, and which effects they were for.</summary>
internal sealed class PostLog : IDisposable
{
    private const string Name = "posts.jsonl";

    private readonly AppendFile file;
    private readonly Dictionary<string, Task<string>> receipts = new(StringComparer.Ordinal);
    private int lines;

    /// <exception cref="StoreException">A line is not a post.</exception>
    public PostLog(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name);
        var whole = File.Exists(path) ? Lines.Of(path).Whole : [];
        foreach (var line in whole) receipts.TryAdd(EffectOf(path, line), Task.FromResult(ReceiptOf(line.Number)));
        lines = whole.Count;
        // A torn line is cut off without a word: its effect was never reported as done, and is posted again.
        file = new AppendFile(path, whole is [.., var last] ? last.End : 0);
    }

    public Task<string> PostAsync(Effect.Post post, DateTimeOffset at)
    {
        if (receipts.TryGetValue(post.Id, out var before) && !before.IsFaulted) return before;
        return receipts[post.Id] = AppendAsync(new PostLine(post.Id, at, post.Channel, post.Topic, post.About, post.Text));
    }

    public void Dispose() => file.Dispose();

    private async Task<string> AppendAsync(PostLine line)
    {
        var number = 0;
        await file.AppendAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(line, EntryChain.Json), (byte)'\n'], _ => number = ++lines);
        return ReceiptOf(number);
    }

    private static string ReceiptOf(int line) => FormattableString.Invariant($"{Name}:{line}");

    private static string EffectOf(string path, Line line)
    {
        try
        {
            return JsonSerializer.Deserialize<PostLine>(line.Text.Span, EntryChain.Json)?.Effect ?? throw new JsonException("it names no effect");
        }
        catch (JsonException e)
        {
            throw new StoreException($"{path} line {line.Number} is not a post: {e.Message}", e);
        }
    }

    private sealed record PostLine(string Effect, DateTimeOffset At, string Channel, string Topic, string About, string Text);
}
