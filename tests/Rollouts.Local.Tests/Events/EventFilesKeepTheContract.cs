using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class EventFilesKeepTheContract : EventStoreContract
{
    private readonly TemporaryFolder folder = new();
    private EventFiles store = null!;

    protected override IEventStore Store => store;

    public override Task InitializeAsync()
    {
        store = new(folder.Path, TimeAt.Of(Some.Noon.AddHours(1)));
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
