using Azure.Data.Tables;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class TablePlansKeepTheContract(Emulators emulators) : PlanStoreContract
{
    private TableClient table = null!;
    private TablePlans plans = null!;

    protected override IPlanStore Store => plans;

    public override async Task InitializeAsync()
    {
        table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        await ReopenAsync();
    }

    protected override Task ReopenAsync()
    {
        plans = new(table);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_long_plan_is_read_whole_also_between_others_and_after_a_shorter_one_replaced_it()
    {
        var longOne = Some.PlanOf(new string('x', 1_000_000));
        foreach (var name in (string[])["d7", "d7-a", "d7z"]) await Store.PutAsync(longOne with { Name = name }, default);

        Assert.Equal(longOne, await Store.GetAsync("d7", default));
        await Store.PutAsync(Some.Plan, default);
        Assert.Equal(Some.Plan, await Store.GetAsync("d7", default));
        Assert.Equal((string[])["d7", "d7-a", "d7z"], await Store.ListAsync(default));
    }
}

[Collection(Emulators.Name)]
public sealed class TableEvidenceKeepsTheContract(Emulators emulators) : EvidenceStoreContract
{
    private TableEvidence evidence = null!;

    protected override IEvidenceStore Store => evidence;

    public override async Task InitializeAsync()
    {
        var table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        evidence = new(table);
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    protected override async Task<byte[]> LoadAsync(string reference) => (await evidence.LoadAsync(reference, default))!;

    [Fact]
    public async Task Large_evidence_is_kept_whole_and_what_is_too_large_is_refused_with_its_size()
    {
        var large = new byte[2 * 1024 * 1024];
        new Random(7).NextBytes(large);

        Assert.Equal(large, await LoadAsync((await Store.SaveAsync("d7-1", "large", large, default)).Reference));
        var refused = await Assert.ThrowsAsync<StoreException>(() => Store.SaveAsync("d7-1", "larger", new byte[large.Length + 1], default));
        Assert.Contains("2097153 bytes", refused.Message, StringComparison.Ordinal);
    }
}

[Collection(Emulators.Name)]
public sealed class TablePostsTests(Emulators emulators)
{
    [Fact]
    public async Task A_post_is_kept_once_for_each_effect()
    {
        var table = (await emulators.AzuriteAsync()).NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        var posts = new TablePosts(table, TimeProvider.System);
        var post = new Effect.Post("12.1", "#launch", "way-back", "Back to P1: errors", "");

        var receipt = await posts.PostAsync(Given.Rollout, post, default);

        Assert.Equal(receipt, await posts.PostAsync(Given.Rollout, post with { Text = "again" }, default));
        var row = (await table.GetEntityAsync<TableEntity>(receipt.Split('/')[0], receipt.Split('/')[1])).Value;
        Assert.Equal("Back to P1: errors", row.GetString("Text"));
    }
}
