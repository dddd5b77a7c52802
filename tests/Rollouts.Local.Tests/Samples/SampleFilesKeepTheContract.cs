using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class SampleFilesKeepTheContract : SampleStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private SampleFiles _store = null!;

    protected override ISampleStore Store => _store;

    public override Task InitializeAsync()
    {
        _store = new SampleFiles(_folder.Path, TimeAt.Of(Some.Noon.AddDays(3)));
        return Task.CompletedTask;
    }

    protected override Task ReopenAsync() => InitializeAsync();

    public override Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
