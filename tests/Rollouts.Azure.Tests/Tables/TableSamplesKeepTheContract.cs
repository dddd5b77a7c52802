using Azure.Data.Tables;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class TableSamplesKeepTheContract(Emulators emulators) : SampleStoreContract
{
    private TableClient table = null!;
    private TableSamples samples = null!;

    protected override ISampleStore Store => samples;

    public override async Task InitializeAsync()
    {
        table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        await ReopenAsync();
    }

    protected override Task ReopenAsync()
    {
        samples = new(table);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;
}
