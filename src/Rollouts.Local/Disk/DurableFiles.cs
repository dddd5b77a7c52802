using System.Runtime.InteropServices;
using System.Text;

namespace Rollouts.Local;

/// <summary>Files that are on disk when a method returns, and never seen half written.</summary>
internal static class DurableFiles
{
    /// <summary>Puts the content in the file's place in one step: a reader, or a crash, finds the old content or the new.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(path)!;
        var next = Path.Combine(folder, $".{Path.GetFileName(path)}.next");
        WriteNew(next, content);
        if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(next, File.GetUnixFileMode(path));
        File.Move(next, path, overwrite: true);
        FlushFolder(folder);
    }

    /// <summary>Writes a file to disk. Its folder is to be flushed before the name counts.</summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> content)
    {
        using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, content, 0);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes the names in a folder durable: on Unix a new or renamed file can be lost until its folder is flushed too.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Native.open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        if (descriptor < 0) throw Failed(folder);
        try
        {
            if (Native.fsync(descriptor) != 0) throw Failed(folder);
        }
        finally
        {
            _ = Native.close(descriptor);
        }
    }

    private static IOException Failed(string folder) => new($"cannot flush the folder {folder}: {Marshal.GetLastPInvokeErrorMessage()}");

    private static class Native
    {
#pragma warning disable SYSLIB1054, IDE1006 // three plain calls need no generated marshalling; their names are the library's
        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int open(byte[] path, int flags);

        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int fsync(int descriptor);

        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int close(int descriptor);
#pragma warning restore SYSLIB1054, IDE1006
    }
}
