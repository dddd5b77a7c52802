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
    string Key, string Rule, Verdict Verdict, Verdict Now, double? Value, double Samples, string Because, bool Critical);
