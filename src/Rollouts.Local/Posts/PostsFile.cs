using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Posts as lines of <c>posts.jsonl</c> in the rollout's folder, where there is no channel to people. The receipt is file and line.</summary>
public sealed class PostsFile : INotifier, IDisposable
{
    private readonly Lock gate = new();
    private readonly string root;
    private readonly TimeProvider time;
    private readonly Dictionary<string, PostLog> logs = new(StringComparer.Ordinal);

    /// <param name="root">The folder of the journal files, so that all of a launch lies together.</param>
    public PostsFile(string root, TimeProvider time)
    {
        this.root = Path.GetFullPath(root);
        this.time = time;
        Directory.CreateDirectory(this.root);
    }

    public Task<string> PostAsync(string rollout, Effect.Post post, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            lock (gate)
            {
                if (!logs.TryGetValue(rollout, out var log)) logs[rollout] = log = new PostLog(Path.Combine(root, FileName.Of(rollout)));
                return log.PostAsync(post, time.GetUtcNow());
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"cannot open the posts of {rollout}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var log in logs.Values) log.Dispose();
        }
    }
}
