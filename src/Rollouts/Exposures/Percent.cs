using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>A share of the audience in percent, 0 (nobody) to 100 (everybody), both ends included.</summary>
/// <remarks>The default value is 0 %. Fractions are allowed: 0.5 is one in two hundred.</remarks>
[JsonConverter(typeof(PercentJsonConverter))]
public readonly record struct Percent : IComparable<Percent>
{
    public Percent(double value)
    {
        if (value is not (>= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(value), value, "a percent lies between 0 and 100");
        Value = value;
    }

    public double Value { get; }

    public static Percent Zero => default;

    public static Percent All { get; } = new(100);

    public int CompareTo(Percent other) => Value.CompareTo(other.Value);

    public static bool operator <(Percent left, Percent right) => left.Value < right.Value;

    public static bool operator >(Percent left, Percent right) => left.Value > right.Value;

    public static bool operator <=(Percent left, Percent right) => left.Value <= right.Value;

    public static bool operator >=(Percent left, Percent right) => left.Value >= right.Value;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.###} %");
}

internal sealed class PercentJsonConverter : JsonConverter<Percent>
{
    public override Percent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, Percent value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
