using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Flags and settings in one JSON file that any app with Microsoft.FeatureManagement reads live.</summary>
/// <remarks>
/// The app reads it with <c>AddJsonFile(path, optional: false, reloadOnChange: true)</c>. Every write replaces the file in one step; tags change in the same step as what they tag. The file belongs to one environment: labels are
/// not looked at, and neither is case, as in configuration. An edit by hand is a new version of the keys that it touches.
/// </remarks>
public sealed class FlagsFile : IFlagStore, IDisposable
{
    private readonly string path;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim writing = new(1, 1);

    public FlagsFile(string path, TimeProvider time)
    {
        this.path = Path.GetFullPath(path);
        this.time = time;
        Directory.CreateDirectory(Path.GetDirectoryName(this.path)!);
    }

    public Task<KeyRead> ReadAsync(GovernedKey key, CancellationToken cancellation) =>
        Task.FromResult(OnDisk(() => FlagsDocument.Load(path).Read(key)));

    public Task<KeyWrite> WriteAsync(GovernedKey key, string content, KeyTag tag, string version, CancellationToken cancellation) =>
        AloneAsync<KeyWrite>(
            file =>
            {
                var now = file.Read(key);
                if (now.Locked) return new KeyWrite.Locked();
                if (now.Version != version) return new KeyWrite.Changed();
                file.Write(key, content, tag);
                DurableFiles.Replace(path, file.ToBytes().Span);
                return new KeyWrite.Written(file.Read(key).Version);
            },
            cancellation);

    public Task UnlockAsync(GovernedKey key, CancellationToken cancellation) => AloneAsync(
        file =>
        {
            if (!file.Read(key).Locked) return false;
            file.Unlock(key);
            DurableFiles.Replace(path, file.ToBytes().Span);
            return true;
        },
        cancellation);

    public void Dispose() => writing.Dispose();

    private async Task<T> AloneAsync<T>(Func<FlagsDocument, T> change, CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            using var alone = await FileLock.TakeAsync(path, time, cancellation);
            return OnDisk(() => change(FlagsDocument.Load(path)));
        }
        finally
        {
            writing.Release();
        }
    }

    private T OnDisk<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the flags file {path} cannot be read or written now: {e.Message}", e);
        }
    }
}
