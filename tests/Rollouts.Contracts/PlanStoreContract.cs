using Rollouts.Engine;

namespace Rollouts.Contracts;

/// <summary>What every store of plan documents must keep to.</summary>
public abstract class PlanStoreContract : IAsyncLifetime
{
    protected abstract IPlanStore Store { get; }

    protected abstract Task ReopenAsync();

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task A_plan_comes_back_as_it_was_put_also_after_a_restart()
    {
        await Store.PutAsync(Some.Plan, default);
        Assert.Equal(Some.Plan, await Store.GetAsync("d7", default));

        await ReopenAsync();
        Assert.Equal(Some.Plan, await Store.GetAsync("d7", default));
    }

    [Fact]
    public async Task A_plan_of_the_same_name_replaces_the_older_one()
    {
        var newer = Some.PlanOf("plan: d7\ntitle: newer\n");
        await Store.PutAsync(Some.Plan, default);
        await Store.PutAsync(newer, default);

        Assert.Equal(newer, await Store.GetAsync("d7", default));
        Assert.Equal((string[])["d7"], await Store.ListAsync(default));
    }

    [Fact]
    public async Task Plans_are_listed_by_name()
    {
        foreach (var name in (string[])["zeta", "alpha", "d7-ga"]) await Store.PutAsync(Some.Plan with { Name = name }, default);

        Assert.Equal((string[])["alpha", "d7-ga", "zeta"], await Store.ListAsync(default));
    }

    [Fact]
    public async Task A_plan_that_was_never_put_is_missing()
    {
        Assert.Null(await Store.GetAsync("../d7", default));
        Assert.Empty(await Store.ListAsync(default));
    }
}
