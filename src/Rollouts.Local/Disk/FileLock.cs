using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Keeps other processes from changing a file while this one does: a file beside it that one process has open.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private const int Tries = 100;

    /// <exception cref="StoreException">Another process kept it for too long.</exception>
    public static async Task<IDisposable> TakeAsync(string path, TimeProvider time, CancellationToken cancellation)
    {
        var beside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.lock");
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(beside, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (tries == Tries || e is DirectoryNotFoundException)
            {
                throw new StoreException($"cannot lock {path}: {e.Message}", e);
            }
            catch (IOException)
            {
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }
}
