using System.Security.Cryptography;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Evidence as files under <c>evidence</c> in the rollout's folder; the reference is the path below the root.</summary>
public sealed class EvidenceFiles : IEvidenceStore
{
    private readonly Lock gate = new();
    private readonly string root;

    /// <param name="root">The folder of the journal files, so that all of a launch lies together.</param>
    public EvidenceFiles(string root)
    {
        this.root = Path.GetFullPath(root);
        Directory.CreateDirectory(this.root);
    }

    public Task<Evidence> SaveAsync(string rollout, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var reference = Path.Combine(FileName.Of(rollout), "evidence", FileName.Of(name));
        try
        {
            lock (gate) return Task.FromResult(new Evidence(reference.Replace('\\', '/'), Keep(Path.Combine(root, reference), content.Span)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"cannot keep the evidence {reference}: {e.Message}", e);
        }
    }

    private static string Keep(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path)) return HashOf(File.ReadAllBytes(path));
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            DurableFiles.FlushFolder(Path.GetDirectoryName(folder)!);
        }

        DurableFiles.Replace(path, content);
        return HashOf(content);
    }

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
