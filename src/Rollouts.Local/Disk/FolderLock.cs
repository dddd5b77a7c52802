using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Holds a folder for one process; the system lets go of it when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    /// <exception cref="StoreException">Another process holds it.</exception>
    public FolderLock(string folder)
    {
        try
        {
            file = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StoreException($"the folder {folder} is in use by another process: one process owns it at a time", e);
        }
    }

    public void Dispose() => file.Dispose();
}
