using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class SampleFilesKeepTheContract : SampleStoreContract
{
    private readonly TemporaryFolder folder = new();
    private SampleFiles store = null!;

    protected override ISampleStore Store => store;

    public override Task InitializeAsync()
    {
        store = new SampleFiles(folder.Path, TimeAt.Of(Some.Noon.AddDays(3)));
        return Task.CompletedTask;
    }

    protected override Task ReopenAsync() => InitializeAsync();

    public override Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }
}
