using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>What a criterion says. No data is not good data, and not yet due is neither (design §3.7).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Nothing, or too little, to judge by. Never met.</summary>
    NoData,

    /// <summary>The source or the rule failed. Never met.</summary>
    Error,

    /// <summary>Its time has not come: shown, not counted.</summary>
    NotDue,

    Missed,

    Met,
}

/// <summary>One criterion as it was judged: the line that <c>why</c> prints and the journal keeps.</summary>
/// <param name="Key">The criterion's key within its gate or trigger.</param>
/// <param name="Rule">The criterion as the plan writes it.</param>
/// <param name="Value">The value it was judged by, in canonical units; null where there was none.</param>
/// <param name="Samples">The sample size behind the value; 0 where it has none.</param>
/// <param name="Now">The verdict of this instant; differs while a sustained criterion has not held long enough.</param>
/// <param name="Because">In words: what the value was and why that is the verdict.</param>
public sealed record CriterionLine(
    string Key, string Rule, Verdict Verdict, Verdict Now, double? Value, double Samples, string Because, [property: JsonPropertyOrder(2)] bool Critical)
{
    private readonly Func<string>? says;
    private string? said = Because;

    /// <param name="says">Says why, once someone asks: most lines are judged every few minutes, and read by nobody.</param>
    internal CriterionLine(string key, string rule, Verdict verdict, double? value, double samples, Func<string> says, bool critical)
        : this(key, rule, verdict, verdict, value, samples, null!, critical) => this.says = says;

    [JsonPropertyOrder(1)]
    public string Because
    {
        get => said ??= says!();
        init => said = value;
    }

    public bool Equals(CriterionLine? other) => other is not null
        && (Key, Rule, Verdict, Now, Value, Samples, Critical) == (other.Key, other.Rule, other.Verdict, other.Now, other.Value, other.Samples, other.Critical)
        && Because == other.Because;

    public override int GetHashCode() => HashCode.Combine(Key, Rule, Verdict, Now, Value, Samples);
}
