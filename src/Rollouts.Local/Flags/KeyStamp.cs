using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Who wrote a key last, as it stands beside the keys in the flags file.</summary>
/// <param name="Tag">Null when it says something else than we write.</param>
/// <param name="Writes">Counts the writes of the key, so that writing the same again makes a new version.</param>
/// <param name="Locked">Set by hand: nobody may write the key until it is unlocked.</param>
internal sealed record KeyStamp(KeyTag? Tag, long Writes, bool Locked)
{
    public const string LockedMember = "locked";

    public static KeyStamp Read(JsonObject stamp) => new(
        Text(stamp["rollout"]) is { } rollout && Number(stamp["seq"]) is { } seq ? new KeyTag(rollout, seq) : null,
        Number(stamp["writes"]) ?? 0,
        stamp[LockedMember] is { } locked && locked.GetValueKind() == JsonValueKind.True);

    public static void Write(JsonObject stamp, KeyTag tag)
    {
        var writes = Read(stamp).Writes + 1;
        stamp["rollout"] = tag.Rollout;
        stamp["seq"] = tag.Seq;
        stamp["writes"] = writes;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static long? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;
}
