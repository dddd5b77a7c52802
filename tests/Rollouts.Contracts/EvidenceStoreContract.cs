using System.Security.Cryptography;
using System.Text;
using Rollouts.Engine;

namespace Rollouts.Contracts;

/// <summary>What every store of evidence must keep to.</summary>
public abstract class EvidenceStoreContract : IAsyncLifetime
{
    protected abstract IEvidenceStore Store { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    /// <summary>What lies under a reference.</summary>
    protected abstract Task<byte[]> LoadAsync(string reference);

    private Task<Evidence> SaveAsync(string content, string name = "way-back-1 flags.json", string rollout = "d7-1") =>
        Store.SaveAsync(rollout, name, Encoding.UTF8.GetBytes(content), default);

    [Fact]
    public async Task Evidence_is_found_under_its_reference_and_has_its_hash()
    {
        var evidence = await SaveAsync("{\"flags\":[]}");

        var content = await LoadAsync(evidence.Reference);
        Assert.Equal("{\"flags\":[]}", Encoding.UTF8.GetString(content));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), evidence.Sha256);
    }

    [Fact]
    public async Task The_same_name_again_keeps_the_first()
    {
        var first = await SaveAsync("first");

        Assert.Equal(first, await SaveAsync("second"));
        Assert.Equal("first", Encoding.UTF8.GetString(await LoadAsync(first.Reference)));
    }

    [Fact]
    public async Task Of_one_name_from_many_sides_at_once_all_are_told_the_same()
    {
        var evidence = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => SaveAsync($"content {n}"))));

        Assert.Single(evidence.Distinct());
    }

    [Fact]
    public async Task Names_and_rollouts_are_told_apart()
    {
        Evidence[] evidence = [await SaveAsync("a"), await SaveAsync("b", "../other"), await SaveAsync("c", "Other"), await SaveAsync("d", rollout: "d7-2")];

        Assert.Equal(4, evidence.Select(one => one.Reference).Distinct().Count());
        Assert.Equal("b", Encoding.UTF8.GetString(await LoadAsync(evidence[1].Reference)));
    }
}
