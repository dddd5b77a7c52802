using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class PlanFilesKeepTheContract : PlanStoreContract
{
    private readonly TemporaryFolder folder = new();
    private PlanFiles store = null!;

    protected override IPlanStore Store => store;

    public override Task InitializeAsync()
    {
        store = new PlanFiles(folder.Path);
        return Task.CompletedTask;
    }

    protected override Task ReopenAsync() => InitializeAsync();

    public override Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_plan_put_there_by_hand_counts()
    {
        await File.WriteAllTextAsync(folder["d7.yaml"], Some.Plan.Text);

        Assert.Equal(Some.Plan, await store.GetAsync("d7", default));
    }

    [Fact]
    public async Task A_name_too_long_for_a_file_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(Some.Plan with { Name = new string('x', 300) }, default));
}
