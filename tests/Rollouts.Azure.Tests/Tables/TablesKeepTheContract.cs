using Azure.Data.Tables;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class TablesKeepTheContract(Emulators emulators) : RolloutStoreContract
{
    private TableClient table = null!;
    private TableRolloutStore store = null!;

    protected override IRolloutStore Store => store;

    public override async Task InitializeAsync()
    {
        table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        await ReopenAsync();
    }

    protected override Task ReopenAsync()
    {
        store = new(table, TimeProvider.System);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;
}

[Collection(Emulators.Name)]
public sealed class ClaimsKeepTheContract(Emulators emulators) : ClaimContract
{
    private TableRolloutStore store = null!;

    protected override IRolloutStore Store => store;

    public override async Task InitializeAsync()
    {
        var table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        store = new(table, TimeProvider.System);
    }

    public override Task DisposeAsync() => Task.CompletedTask;
}
