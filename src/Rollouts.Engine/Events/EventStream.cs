namespace Rollouts.Engine;

/// <summary>The name of a stream of events: what a source of kind <c>events</c> reads, and what a delivery is for.</summary>
public static class EventStream
{
    /// <summary>Where nothing is named.</summary>
    public const string Default = "app";

    public const string Rule = "'stream' is a name of at most 80 lower-case letters, digits and hyphens";

    /// <summary>Null for what cannot be a stream's name.</summary>
    public static string? Of(string? text) =>
        string.IsNullOrEmpty(text) ? Default
        : text.Length <= 80 && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') ? text
        : null;

    public static string Of(MetricSource source) => source.Options.GetValueOrDefault("stream", Default);
}
