using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class EvidenceFilesKeepTheContract : EvidenceStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private EvidenceFiles _store = null!;

    protected override IEvidenceStore Store => _store;

    public override Task InitializeAsync()
    {
        _store = new EvidenceFiles(_folder.Path);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    protected override Task<byte[]> LoadAsync(string reference) => File.ReadAllBytesAsync(_folder[reference]);
}
