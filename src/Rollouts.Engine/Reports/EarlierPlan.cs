using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A plan that a launch ran by before it was changed.</summary>
/// <param name="Measured">The last line of every criterion that had a value while it was in force, by its rules.</param>
public sealed record EarlierPlan(string PlanHash, DateTimeOffset From, DateTimeOffset Until, string ChangedBy, string Reason, ImmutableArray<CriterionLine> Measured)
{
    public static ImmutableArray<EarlierPlan> Of(IEnumerable<DecidedEntry> history)
    {
        var earlier = ImmutableArray.CreateBuilder<EarlierPlan>();
        var criteria = new Dictionary<string, (CriterionLine Line, long Seq)>(StringComparer.Ordinal);
        DateTimeOffset? from = null;
        foreach (var (plan, entry, _) in history)
        {
            from ??= entry.Input.At;
            foreach (var happened in entry.Events)
            {
                foreach (var (key, line) in Judged(happened)) criteria[key] = (line, entry.Seq);
                if (happened is not RolloutEvent.PlanAmended amended) continue;
                earlier.Add(new(plan.Hash, from.Value, entry.Input.At, amended.By, amended.Reason, MeasuredIn(criteria.Values)));
                criteria.Clear();
                from = entry.Input.At;
            }
        }

        return earlier.ToImmutable();
    }

    /// <summary>One line for each rule that had a value, of several gates that ask the same the one judged last.</summary>
    private static ImmutableArray<CriterionLine> MeasuredIn(IEnumerable<(CriterionLine Line, long Seq)> judged) =>
    [
        .. judged.Where(each => each.Line.Value is not null).GroupBy(each => each.Line.Rule, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.MaxBy(each => each.Seq).Line),
    ];

    private static IEnumerable<KeyValuePair<string, CriterionLine>> Judged(RolloutEvent happened) => happened switch
    {
        RolloutEvent.VerdictChanged e => [new(e.Key, e.Line)],
        RolloutEvent.DigestTaken e => e.Lines,
        _ => [],
    };
}
