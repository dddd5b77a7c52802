using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>The journal's format and its hash chain: every entry carries the hash of the one before.</summary>
public static class EntryChain
{
    /// <summary>The one JSON form of entries, inputs, events and effects: camelCase, no nulls.</summary>
    public static JsonSerializerOptions Json { get; } = CreateJson();

    /// <summary>Seals an entry: computes its hash over the hash before and its content.</summary>
    public static Entry Seal(long seq, string previous, Input input, Outcome outcome, ImmutableArray<RolloutEvent> events)
    {
        var entry = new Entry(seq, input, outcome, events, previous, "");
        return entry with { Hash = HashOf(entry) };
    }

    public static string Write(Entry entry) => JsonSerializer.Serialize(entry, Json);

    /// <exception cref="JsonException">The line is not an entry.</exception>
    public static Entry Read(string line) => JsonSerializer.Deserialize<Entry>(line, Json) ?? throw new JsonException("an entry cannot be null");

    /// <summary>Reads an entry as it was written and checks it as <see cref="Fault"/> does, by the bytes that it was hashed as: they need not be written anew to be hashed.</summary>
    /// <param name="previous">The hash that it must follow; null takes its word for it.</param>
    /// <exception cref="JsonException">The text is not an entry.</exception>
    public static (Entry Entry, string? Fault) Check(ReadOnlySpan<byte> text, long seq, string? previous)
    {
        var entry = JsonSerializer.Deserialize<Entry>(text, Json) ?? throw new JsonException("an entry cannot be null");
        var stands = entry.Seq == seq && entry.Previous == (previous ?? entry.Previous) && entry.Hash == HashAsWritten(text);
        return (entry, stands ? null : Fault(entry, seq, previous ?? entry.Previous));
    }

    /// <summary>Null when the entry follows <paramref name="previous"/> and its content has its hash; else what is wrong.</summary>
    public static string? Fault(Entry entry, long seq, string previous)
    {
        if (entry.Seq != seq) return $"entry {entry.Seq} stands where entry {seq} should";
        if (entry.Previous != previous) return $"entry {seq} does not follow the entry before it: it was changed, or one was taken out";
        return HashOf(entry) == entry.Hash ? null : $"entry {seq} was changed after it was written";
    }

    private static string HashOf(Entry entry) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry with { Hash = "" }, Json))));

    /// <summary>The hash of an entry's text, which ends with its hash; null for a text that was written in another way.</summary>
    private static string? HashAsWritten(ReadOnlySpan<byte> text)
    {
        const int end = 2, hash = 64;
        if (text.Length <= end + hash || !text.EndsWith("\"}"u8) || !text[..^(end + hash)].EndsWith("\"hash\":\""u8)) return null;
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sum.AppendData(text[..^(end + hash)]);
        sum.AppendData(text[^end..]);
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    private static JsonSerializerOptions CreateJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            // A source may answer with no number at all; the journal keeps what it said.
            NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
