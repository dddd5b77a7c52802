using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Posts as lines of <c>posts.jsonl</c> in the rollout's folder, where there is no channel to people. The receipt is file and line.</summary>
public sealed class PostsFile : INotifier, IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, PostLog> _logs = new(StringComparer.Ordinal);

    /// <param name="root">The folder of the journal files, so that all of a launch lies together.</param>
    public PostsFile(string root, TimeProvider time)
    {
        _root = Path.GetFullPath(root);
        _time = time;
        Directory.CreateDirectory(_root);
    }

    public Task<string> PostAsync(string rollout, Effect.Post post, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            lock (_gate)
            {
                if (!_logs.TryGetValue(rollout, out var log)) _logs[rollout] = log = new PostLog(Path.Combine(_root, FileName.Of(rollout)));
                return log.PostAsync(post, _time.GetUtcNow());
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"cannot open the posts of {rollout}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var log in _logs.Values) log.Dispose();
        }
    }
}
