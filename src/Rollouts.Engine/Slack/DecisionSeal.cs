using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Engine;

/// <summary>Opaque ids for what a button decides, bound to the place it was shown in. Nobody who sees one can make another.</summary>
/// <param name="keys">The first seals; all open, so that a key can be changed while prompts are out.</param>
public sealed class DecisionSeal(params IReadOnlyList<byte[]> keys)
{
    private const int MacLength = 16;
    private const char Between = '\u001f';

    /// <param name="place">The channel, or for a modal the person.</param>
    public string Seal(Decision decision, string place)
    {
        var content = Encoding.UTF8.GetBytes(string.Join(Between, decision.Kind.ToString(), decision.Rollout, decision.About, place));
        return Base64Url.EncodeToString([.. Mac(keys[0], content), .. content]);
    }

    /// <summary>Null when the id was not made here, or was changed.</summary>
    public (Decision Decision, string Place)? Open(string? id)
    {
        if (id is null || id.Length > SlackLimits.PrivateMetadata || !Base64Url.IsValid(id)) return null;
        var bytes = Base64Url.DecodeFromChars(id);
        if (bytes.Length <= MacLength) return null;
        var (mac, content) = (bytes[..MacLength], bytes[MacLength..]);
        if (!keys.Any(key => CryptographicOperations.FixedTimeEquals(Mac(key, content), mac))) return null;
        var parts = Encoding.UTF8.GetString(content).Split(Between);
        return parts.Length == 4 && Enum.TryParse<DecisionKind>(parts[0], out var kind) ? (new(kind, parts[1], parts[2]), parts[3]) : null;
    }

    private static byte[] Mac(byte[] key, byte[] content) => HMACSHA256.HashData(key, content)[..MacLength];
}
