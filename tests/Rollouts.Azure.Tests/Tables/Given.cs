using System.Collections.Immutable;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

internal static class Given
{
    public const string Rollout = "d7-1";

    /// <summary>A store on a table of its own, with an empty rollout in it.</summary>
    public static async Task<(TableRolloutStore Store, TableClient Table)> ARolloutAsync(Emulators emulators)
    {
        var table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        var store = new TableRolloutStore(table, TimeProvider.System);
        Assert.True(await store.CreateAsync(Rollout, Some.Plan, Some.Start(Rollout), default));
        return (store, table);
    }

    public static async Task<Journal> JournalAsync(this IRolloutStore store) => (await store.ReadAsync(Rollout, 0, default))!;

    public static Task<bool> CommitAsync(this IRolloutStore store, Head head, params ImmutableArray<Input> inputs) =>
        store.CommitAsync(Rollout, head, Some.Accept(head, inputs), head.Fence, default);

    /// <summary>The same table through a client that counts its requests.</summary>
    public static async Task<(TableRolloutStore Store, RequestCount Requests)> CountedAsync(this TableClient table, Emulators emulators)
    {
        var requests = new RequestCount();
        var options = new TableClientOptions();
        options.AddPolicy(requests, HttpPipelinePosition.PerRetry);
        var counted = new TableServiceClient((await emulators.AzuriteAsync()).Connection, options).GetTableClient(table.Name);
        return (new(counted, TimeProvider.System), requests);
    }
}

internal sealed class RequestCount : HttpPipelineSynchronousPolicy
{
    private int count;

    /// <summary>The requests since the last call.</summary>
    public int Take() => Interlocked.Exchange(ref count, 0);

    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref count);
}
