using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class EventFilesKeepTheContract : EventStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private EventFiles _store = null!;

    protected override IEventStore Store => _store;

    public override Task InitializeAsync()
    {
        _store = new(_folder.Path, TimeAt.Of(Some.Noon.AddHours(1)));
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
