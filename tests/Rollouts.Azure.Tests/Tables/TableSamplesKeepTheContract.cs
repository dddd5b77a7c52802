using Azure.Data.Tables;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class TableSamplesKeepTheContract(Emulators emulators) : SampleStoreContract
{
    private TableClient _table = null!;
    private TableSamples _samples = null!;

    protected override ISampleStore Store => _samples;

    public override async Task InitializeAsync()
    {
        _table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(_table, default);
        await ReopenAsync();
    }

    protected override Task ReopenAsync()
    {
        _samples = new(_table);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;
}
