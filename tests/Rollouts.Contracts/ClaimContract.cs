using Rollouts.Engine;

namespace Rollouts.Contracts;

/// <summary>Claims on governed keys: a second launch on the same key is refused with the name of the first.</summary>
public abstract class ClaimContract : IAsyncLifetime
{
    private static readonly GovernedKey Flag = GovernedKey.Flag("ingestion_v2_enabled");
    private static readonly GovernedKey Setting = GovernedKey.Setting("Ingestion:UploadsPerDay", "prod");

    protected abstract IRolloutStore Store { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task A_claimed_key_names_its_owner_to_the_second()
    {
        Assert.Null(await Store.ClaimAsync("first", [Flag], default));

        Assert.Equal(new Claim(Flag, "first"), await Store.ClaimAsync("second", [Flag], default));
        Assert.Equal("first", await Store.OwnerAsync(Flag, default));
    }

    [Fact]
    public async Task All_keys_are_claimed_or_none()
    {
        await Store.ClaimAsync("first", [Setting], default);

        Assert.Equal(Setting, (await Store.ClaimAsync("second", [Flag, Setting], default))?.Key);

        Assert.Null(await Store.OwnerAsync(Flag, default));
    }

    [Fact]
    public async Task Claiming_ones_own_key_again_succeeds()
    {
        await Store.ClaimAsync("first", [Flag], default);

        Assert.Null(await Store.ClaimAsync("first", [Flag, Setting], default));
        Assert.Equal("first", await Store.OwnerAsync(Setting, default));
    }

    [Fact]
    public async Task Releasing_gives_back_all_claims_of_the_rollout_and_only_those()
    {
        var other = GovernedKey.Flag("other");
        await Store.ClaimAsync("first", [Flag, Setting], default);
        await Store.ClaimAsync("second", [other], default);

        await Store.ReleaseAsync("first", default);

        Assert.Null(await Store.ClaimAsync("third", [Flag, Setting], default));
        Assert.Equal("second", await Store.OwnerAsync(other, default));
    }

    [Fact]
    public async Task Kind_label_and_case_tell_keys_apart()
    {
        await Store.ClaimAsync("first", [GovernedKey.Flag("a", "prod")], default);

        Assert.Null(await Store.ClaimAsync("second", [GovernedKey.Flag("a"), GovernedKey.Flag("A", "prod"), GovernedKey.Setting("a", "prod")], default));
    }

    [Fact]
    public async Task Of_rollouts_that_claim_one_key_at_once_exactly_one_has_it()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => Store.ClaimAsync($"r{n}", [Flag, Setting], default))));

        var winner = "r" + Array.FindIndex(claims, claim => claim is null);
        Assert.Single(claims, claim => claim is null);
        Assert.All(claims, claim => Assert.Equal(winner, claim?.Owner ?? winner));
        Assert.Equal(winner, await Store.OwnerAsync(Setting, default));
    }
}
