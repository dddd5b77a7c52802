using System.Text.RegularExpressions;

namespace Rollouts;

/// <summary>What became of reading a criterion's text.</summary>
public abstract record CriterionReading
{
    private CriterionReading()
    {
    }

    public sealed record Understood(Criterion Criterion) : CriterionReading;

    /// <param name="Offset">Where in the text it goes wrong, from 0.</param>
    /// <param name="Message">What is wrong.</param>
    /// <param name="Hint">What would be right.</param>
    public sealed record NotUnderstood(int Offset, string Message, string Hint) : CriterionReading;
}

/// <summary>Criteria as people write them: <c>error_rate over 15m &gt; 10%</c>, <c>incidents(P1) over 7d == 0</c>, <c>alert BreakerOpen clear for 14d</c>.</summary>
/// <remarks>
/// <c>metric[(scope)] [over 15m] OP threshold [for 15m]</c> with OP one of &lt; &lt;= == != &gt;= &gt; and a threshold such as <c>5%</c>, <c>100K</c>, <c>5 min</c>,
/// <c>true</c>, <c>1.5x baseline</c>, <c>0.9x other_metric</c>; a tally instead of a metric; <c>alert NAME [of severity critical] firing|clear [for 5m]</c>; <c>incident SEVERITY open for [more than] 30m</c>; <c>flag NAME on|off</c>;
/// <c>drill NAME</c>; <c>every active track passes</c>; <c>track NAME passes</c>; <c>same evidence: ITEM, ITEM</c> or <c>ITEM, SHA-256</c>; <c>elapsed in phase|step|launch &gt;= 5d</c>;
/// <c>from 2026-03-13</c>, a day in the plan's time zone.
/// </remarks>
public static partial class CriterionText
{
    public const int LongestText = 500;

    [GeneratedRegex(@"[<>≤≥]|==|!=|^(?:alert|flag|drill|elapsed) |^incident \S+ open|^from [0-9]{4}-|^every active track|^track \S+ passes|^same evidence", RegexOptions.NonBacktracking)]
    private static partial Regex Sign { get; }

    /// <summary>True when the text is meant as a criterion, right or wrong; other texts are checklist items.</summary>
    public static bool LooksLikeOne(string text) => Sign.IsMatch(text.TrimStart());

    /// <summary>Words that cannot be the name of a metric, because they begin another kind of criterion.</summary>
    public static bool IsReserved(string name) =>
        name is "alert" or "incident" or "from" or "flag" or "drill" or "elapsed" or "every" or "baseline" || TallyWords.TryRead(name, out _);

    public static CriterionReading Read(string text) => text.Length > LongestText
        ? new CriterionReading.NotUnderstood(LongestText, $"a criterion has at most {LongestText} characters", "split it into several")
        : CriterionReader.Read(text);

    /// <summary>The text that reads back as the same criterion.</summary>
    /// <exception cref="ArgumentException">A checklist item is no criterion text.</exception>
    public static string Write(Criterion criterion) => CriterionWriter.Write(criterion);
}
