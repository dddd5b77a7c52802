using System.Collections.Immutable;
using System.Text.Json;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Which rollout governs which key, in one file that is replaced as a whole.</summary>
internal sealed class ClaimsFile(string path)
{
    private static readonly JsonSerializerOptions Indented = new(EntryChain.Json) { WriteIndented = true };

    private readonly Lock gate = new();
    private ImmutableSortedDictionary<GovernedKey, string>? byKey;

    public Claim? Claim(string rollout, ImmutableArray<GovernedKey> keys)
    {
        lock (gate)
        {
            var owners = Owners();
            foreach (var key in keys)
            {
                if (owners.TryGetValue(key, out var owner) && owner != rollout) return new Claim(key, owner);
            }

            Replace(owners.SetItems(keys.Select(key => KeyValuePair.Create(key, rollout))));
            return null;
        }
    }

    public void Release(string rollout)
    {
        lock (gate)
        {
            var owners = Owners();
            Replace(owners.RemoveRange(owners.Where(claim => claim.Value == rollout).Select(claim => claim.Key)));
        }
    }

    public string? OwnerOf(GovernedKey key)
    {
        lock (gate) return Owners().GetValueOrDefault(key);
    }

    private void Replace(ImmutableSortedDictionary<GovernedKey, string> owners)
    {
        if (owners == byKey) return;
        var claims = owners.Select(claim => new Claim(claim.Key, claim.Value));
        DurableFiles.Replace(path, JsonSerializer.SerializeToUtf8Bytes(claims, Indented));
        byKey = owners;
    }

    private ImmutableSortedDictionary<GovernedKey, string> Owners()
    {
        if (byKey is not null) return byKey;
        if (!File.Exists(path)) return byKey = ImmutableSortedDictionary<GovernedKey, string>.Empty;
        try
        {
            var claims = JsonSerializer.Deserialize<ImmutableArray<Claim>>(File.ReadAllBytes(path), EntryChain.Json);
            return byKey = claims.ToImmutableSortedDictionary(claim => claim.Key, claim => claim.Owner);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new StoreException($"{path} is damaged: {e.Message}", e);
        }
    }
}
