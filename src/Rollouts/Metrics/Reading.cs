namespace Rollouts;

/// <summary>What a reading is about: metric, window, scope. Equal keys share a query.</summary>
/// <param name="Over">The trailing window; null reads since the attempt began.</param>
/// <param name="Scope">A member or channel; empty for the whole launch; <see cref="Baseline"/> for the time before the launch.</param>
public readonly record struct ReadingKey(string Metric, TimeSpan? Over, string Scope) : IComparable<ReadingKey>
{
    /// <summary>The scope of a reading over the same window before the launch began.</summary>
    public const string Baseline = "(baseline)";

    public int CompareTo(ReadingKey other) =>
        string.CompareOrdinal(Metric, other.Metric) is not 0 and var metric ? metric
        : Nullable.Compare(Over, other.Over) is not 0 and var over ? over
        : string.CompareOrdinal(Scope, other.Scope);

    public static bool operator <(ReadingKey a, ReadingKey b) => a.CompareTo(b) < 0;

    public static bool operator >(ReadingKey a, ReadingKey b) => a.CompareTo(b) > 0;

    public static bool operator <=(ReadingKey a, ReadingKey b) => a.CompareTo(b) <= 0;

    public static bool operator >=(ReadingKey a, ReadingKey b) => a.CompareTo(b) >= 0;

    public override string ToString() =>
        Metric + (Over is { } over ? " over " + Span.Text(over) : "") + (Scope.Length == 0 ? "" : $" [{Scope}]");
}

/// <summary>A value that a decision needs: the window begins at <paramref name="From"/> and ends when it is read.</summary>
public sealed record ReadingWanted(ReadingKey Key, DateTimeOffset From);

/// <summary>A value as a source gave it at <paramref name="At"/>, with all that explains it.</summary>
/// <param name="Value">Null when there was nothing to read: no data, never zero.</param>
/// <param name="Samples">The sample size; for a ratio the denominator.</param>
/// <param name="From">Start of the window actually read.</param>
/// <param name="QueryHash">What was asked, for the record.</param>
/// <param name="Error">Why the source could not answer; a reading with an error has no value.</param>
/// <param name="Note">What the source said beside the value: warnings, why there is no data. Null for nothing.</param>
/// <param name="WantedFrom">Where the window was to begin; a counter is counted from the sample before, so that <paramref name="From"/> may be earlier. Null is the same as <paramref name="From"/>.</param>
public sealed record Reading(
    ReadingKey Key,
    DateTimeOffset At,
    DateTimeOffset From,
    double? Value,
    double Samples,
    double? Numerator,
    double? Denominator,
    string QueryHash,
    string? Error,
    string? Note = null,
    DateTimeOffset? WantedFrom = null)
{
    public static Reading Of(ReadingKey key, DateTimeOffset at, double? value, double samples) =>
        new(key, at, at, value, samples, null, null, "", null);

    public static Reading Failed(ReadingKey key, DateTimeOffset at, string error) => new(key, at, at, null, 0, null, null, "", error);
}
