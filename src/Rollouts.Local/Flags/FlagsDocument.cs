using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>
/// The flags file in memory: flags under <c>feature_management</c>, settings at their configuration path, and under <c>rollout_tags</c> who
/// wrote each key last. What nobody asks to change stays as it is, comments and layout excepted.
/// </summary>
internal sealed class FlagsDocument
{
    private static readonly JsonNodeOptions WithoutCase = new() { PropertyNameCaseInsensitive = true };
    private static readonly JsonDocumentOptions AsConfiguration =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    private readonly string path;
    private readonly JsonObject top;

    private FlagsDocument(string path, JsonObject root) => (this.path, top) = (path, root);

    /// <exception cref="StoreException">The file is not what configuration can read.</exception>
    public static FlagsDocument Load(string path)
    {
        if (!File.Exists(path)) return new FlagsDocument(path, new JsonObject(WithoutCase));
        ReadOnlySpan<byte> content = File.ReadAllBytes(path);
        if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[Encoding.UTF8.Preamble.Length..];
        try
        {
            var root = JsonNode.Parse(content, WithoutCase, AsConfiguration) as JsonObject
                ?? throw new StoreException($"{path}: it must hold a JSON object");
            CheckNames(root);
            return new FlagsDocument(path, root);
        }
        catch (JsonException e)
        {
            throw new StoreException($"{path} line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: this is not JSON: {e.Message}", e);
        }
        catch (ArgumentException e)
        {
            throw new StoreException($"{path}: a name stands twice, perhaps in another case: {e.Message}", e);
        }
    }

    public ReadOnlyMemory<byte> ToBytes() => Encoding.UTF8.GetBytes(top.ToJsonString(Indented) + "\n");

    public KeyRead Read(GovernedKey key)
    {
        var content = key.Kind == KeyKind.Flag ? Flag(key.Name)?.ToJsonString(Compact) : SettingPath.Read(top, key.Name);
        var stamp = StampOf(key) is { } tag ? KeyStamp.Read(tag) : null;
        if (content is null) return new KeyRead(null, "", null, Locked: stamp?.Locked ?? false);
        return new KeyRead(content, VersionOf(content, stamp), stamp?.Tag, stamp?.Locked ?? false);
    }

    public void Write(GovernedKey key, string content, KeyTag tag)
    {
        if (key.Kind == KeyKind.Flag) WriteFlag(key.Name, content);
        else SettingPath.Write(top, key.Name, content);

        var stamp = StampOf(key) ?? AddStamp(key);
        KeyStamp.Write(stamp, tag);
    }

    public void Unlock(GovernedKey key)
    {
        if (StampOf(key) is { } stamp) stamp.Remove(KeyStamp.LockedMember);
    }

    private void WriteFlag(string name, string content)
    {
        var flag = ParseFlag(content);
        if (!IsNamed(flag, "id", name)) throw new ArgumentException($"the content is not that of the flag {name}", nameof(content));
        var flags = ArrayIn(ObjectIn(top, "feature_management"), "feature_flags");
        if (Flag(name) is { } existing) flags[existing.GetElementIndex()] = flag;
        else flags.Add((JsonNode)flag);
    }

    private static JsonObject ParseFlag(string content)
    {
        try
        {
            return JsonNode.Parse(content, WithoutCase, AsConfiguration) as JsonObject ?? throw new JsonException("it is not an object");
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"a flag's content is a JSON object: {e.Message}", nameof(content), e);
        }
    }

    /// <summary>Of flags of one name the last counts, as for those who read the file.</summary>
    private JsonObject? Flag(string name) =>
        ((top["feature_management"] as JsonObject)?["feature_flags"] as JsonArray)?
            .OfType<JsonObject>().LastOrDefault(flag => IsNamed(flag, "id", name));

    private JsonObject? StampOf(GovernedKey key) =>
        (top["rollout_tags"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(stamp => IsNamed(stamp, MemberOf(key), key.Name));

    private JsonObject AddStamp(GovernedKey key)
    {
        var stamp = new JsonObject(WithoutCase) { [MemberOf(key)] = key.Name };
        ArrayIn(top, "rollout_tags").Add((JsonNode)stamp);
        return stamp;
    }

    private JsonObject ObjectIn(JsonObject parent, string name)
    {
        if (parent[name] is not { } child) parent[name] = child = new JsonObject(WithoutCase);
        return child as JsonObject ?? throw new StoreException($"{path}: {name} must be an object");
    }

    private JsonArray ArrayIn(JsonObject parent, string name)
    {
        if (parent[name] is not { } child) parent[name] = child = new JsonArray(WithoutCase);
        return child as JsonArray ?? throw new StoreException($"{path}: {name} must be an array");
    }

    private static string MemberOf(GovernedKey key) => key.Kind == KeyKind.Flag ? "flag" : "setting";

    private static bool IsNamed(JsonObject node, string member, string name) =>
        node[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string VersionOf(string content, KeyStamp? stamp)
    {
        var all = $"{stamp?.Writes} {stamp?.Tag?.Seq} {stamp?.Tag?.Rollout}\n{content}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..32];
    }

    /// <summary>Nodes read their members late; names that differ in case only must come to light here.</summary>
    private static void CheckNames(JsonNode? node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children) CheckNames(child);
    }
}
