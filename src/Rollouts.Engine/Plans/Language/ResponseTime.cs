using System.Diagnostics.CodeAnalysis;

namespace Rollouts.Engine;

/// <summary>How soon somebody must answer.</summary>
/// <param name="Within">Null for the end of the next business day.</param>
internal sealed record ResponseTime(TimeSpan? Within)
{
    private const string NextBusinessDay = "next business day";

    public static TextShape<ResponseTime> Shape { get; } = new("a response time", $"15m, 4h, 1d or {NextBusinessDay}", TryRead);

    private static bool TryRead(string text, [MaybeNullWhen(false)] out ResponseTime value)
    {
        value = text == NextBusinessDay ? new(Within: null) : Span.TryParse(text, out var within) ? new(within) : null;
        return value is not null;
    }
}
