using System.Text.Json.Serialization;

namespace Rollouts;

[JsonConverter(typeof(JsonStringEnumConverter<Comparison>))]
public enum Comparison
{
    Less,
    AtMost,
    Equal,
    NotEqual,
    AtLeast,
    More,
}

public static class Comparisons
{
    public static bool Holds(this Comparison comparison, double value, double threshold) => comparison switch
    {
        Comparison.Less => value < threshold,
        Comparison.AtMost => value <= threshold,
        Comparison.Equal => value == threshold,
        Comparison.NotEqual => value != threshold,
        Comparison.AtLeast => value >= threshold,
        Comparison.More => value > threshold,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "unknown comparison"),
    };

    public static string Sign(this Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.AtMost => "<=",
        Comparison.Equal => "==",
        Comparison.NotEqual => "!=",
        Comparison.AtLeast => ">=",
        Comparison.More => ">",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "unknown comparison"),
    };

    /// <summary>The comparison that a sign stands for; null for a sign that is none.</summary>
    public static Comparison? TryRead(string sign)
    {
        foreach (var comparison in Enum.GetValues<Comparison>())
            if (comparison.Sign() == sign) return comparison;
        return null;
    }
}
