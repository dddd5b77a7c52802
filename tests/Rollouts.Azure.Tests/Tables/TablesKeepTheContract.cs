using Azure.Data.Tables;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class TablesKeepTheContract(Emulators emulators) : RolloutStoreContract
{
    private TableClient _table = null!;
    private TableRolloutStore _store = null!;

    protected override IRolloutStore Store => _store;

    public override async Task InitializeAsync()
    {
        _table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(_table, default);
        await ReopenAsync();
    }

    protected override Task ReopenAsync()
    {
        _store = new(_table, TimeProvider.System);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;
}

[Collection(Emulators.Name)]
public sealed class ClaimsKeepTheContract(Emulators emulators) : ClaimContract
{
    private TableRolloutStore _store = null!;

    protected override IRolloutStore Store => _store;

    public override async Task InitializeAsync()
    {
        var table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        _store = new(table, TimeProvider.System);
    }

    public override Task DisposeAsync() => Task.CompletedTask;
}
