using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>A folded journal as text, so that a long one need not be folded again. Never the truth: who cannot use one folds the journal.</summary>
/// <param name="Seq">The last entry folded in.</param>
/// <param name="Hash">Its hash, from which the chain goes on.</param>
/// <param name="Rules">The build of the rules that folded it. Others may fold otherwise.</param>
public sealed record LedgerSnapshot(long Seq, string Hash, string Rules, string State)
{
    private static readonly JsonSerializerOptions Json = new(EntryChain.Json) { Converters = { new KeyConverter() } };

    private static string OurRules { get; } = typeof(Ledger).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    public static LedgerSnapshot Of(Ledger ledger) => new(ledger.State.Seq, ledger.Hash, OurRules, JsonSerializer.Serialize(ledger.State, Json));

    /// <summary>Null when it is of other rules, or damaged.</summary>
    public Ledger? Open()
    {
        if (Rules != OurRules) return null;
        try
        {
            return JsonSerializer.Deserialize<RolloutState>(State, Json) is { } state && state.Seq == Seq ? new(state, Hash) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A key as a text, which may name a member of an object. No part has a line feed.</summary>
    private sealed class KeyConverter : JsonConverter<GovernedKey>
    {
        public override GovernedKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString()!.Split('\n') is [var kind, var label, var name] ? new(Enum.Parse<KeyKind>(kind), name, label) : throw new JsonException("it is no key");

        public override GovernedKey ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, typeToConvert, options);

        public override void Write(Utf8JsonWriter writer, GovernedKey value, JsonSerializerOptions options) => writer.WriteStringValue(TextOf(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, GovernedKey value, JsonSerializerOptions options) => writer.WritePropertyName(TextOf(value));

        private static string TextOf(GovernedKey key) => $"{key.Kind}\n{key.Label}\n{key.Name}";
    }
}
