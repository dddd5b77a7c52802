using System.Globalization;

namespace Rollouts.Engine;

/// <summary>The label <c>le</c> as a number.</summary>
internal static class BucketBound
{
    /// <exception cref="FormatException">It is none.</exception>
    public static double Parse(string text) =>
        text is "+Inf" or "Inf" ? double.PositiveInfinity
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) ? bound
        : throw new FormatException($"'{text}' is not the bound of a bucket");
}
