using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Rollouts.Local;

/// <summary>What was done to a rollout's files that nobody asked for: kept beside them in <c>notes</c>, and logged.</summary>
internal sealed class Notes(string folder, TimeProvider time, ILogger log, Action<string> add)
{
    /// <summary>Cuts a file back to its last whole commit or line, once what is cut off stands in the notes.</summary>
    public void CutTorn(string file, long length)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        var torn = RandomAccess.GetLength(handle) - length;
        if (torn == 0) return;
        var text = new byte[torn];
        _ = RandomAccess.Read(handle, text, length);
        var cut = Encoding.UTF8.GetString(text).ReplaceLineEndings(" ").Replace('\0', ' ');
        Add($"{file}: cut off {torn} bytes after byte {length}, which a crash left unfinished and nobody was told of: {cut}");
        RandomAccess.SetLength(handle, length);
        RandomAccess.FlushToDisk(handle);
    }

    private void Add(string note)
    {
        var line = time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture) + " " + note + "\n";
        File.AppendAllText(Path.Combine(folder, "notes"), line);
        add(note);
        log.Noted(note);
    }
}
