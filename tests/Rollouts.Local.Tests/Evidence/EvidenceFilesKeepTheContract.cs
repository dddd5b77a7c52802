using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class EvidenceFilesKeepTheContract : EvidenceStoreContract
{
    private readonly TemporaryFolder folder = new();
    private EvidenceFiles store = null!;

    protected override IEvidenceStore Store => store;

    public override Task InitializeAsync()
    {
        store = new EvidenceFiles(folder.Path);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    protected override Task<byte[]> LoadAsync(string reference) => File.ReadAllBytesAsync(folder[reference]);
}
