using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class JournalFilesKeepTheContract : RolloutStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private JournalFiles _store = null!;

    protected override IRolloutStore Store => _store;

    public override Task InitializeAsync()
    {
        _store = new JournalFiles(_folder.Path, TimeProvider.System);
        return Task.CompletedTask;
    }

    protected override Task ReopenAsync()
    {
        _store.Dispose();
        return InitializeAsync();
    }

    public override Task DisposeAsync()
    {
        _store.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }
}

public sealed class ClaimsFileKeepsTheContract : ClaimContract
{
    private readonly TemporaryFolder _folder = new();
    private JournalFiles _store = null!;

    protected override IRolloutStore Store => _store;

    public override Task InitializeAsync()
    {
        _store = new JournalFiles(_folder.Path, TimeProvider.System);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync()
    {
        _store.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
