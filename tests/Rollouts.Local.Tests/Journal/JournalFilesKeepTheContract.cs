using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class JournalFilesKeepTheContract : RolloutStoreContract
{
    private readonly TemporaryFolder folder = new();
    private JournalFiles store = null!;

    protected override IRolloutStore Store => store;

    public override Task InitializeAsync()
    {
        store = new JournalFiles(folder.Path, TimeProvider.System);
        return Task.CompletedTask;
    }

    protected override Task ReopenAsync()
    {
        store.Dispose();
        return InitializeAsync();
    }

    public override Task DisposeAsync()
    {
        store.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }
}

public sealed class ClaimsFileKeepsTheContract : ClaimContract
{
    private readonly TemporaryFolder folder = new();
    private JournalFiles store = null!;

    protected override IRolloutStore Store => store;

    public override Task InitializeAsync()
    {
        store = new JournalFiles(folder.Path, TimeProvider.System);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync()
    {
        store.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }
}
