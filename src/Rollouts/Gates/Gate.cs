using System.Collections.Immutable;

namespace Rollouts;

/// <summary>Criteria and how often they must hold, on a transition.</summary>
/// <param name="Name">Unique in the plan: <c>P2</c>, <c>P2 enter</c>, <c>resume</c>.</param>
/// <param name="Holding">How long or how often it must pass in a row.</param>
/// <param name="Review">When it is decided: at the first review that passes once the time at the step is over, or by as many reviews in a row as are asked; null decides as soon as it can be.</param>
/// <param name="MayMiss">How many non-critical misses a mitigation can carry; the gate is then Conditional.</param>
/// <param name="MitigationBy">The role that may accept a mitigation; null lets nobody.</param>
/// <param name="Approve">Whose yes it needs besides; null for nobody's.</param>
/// <param name="OnCriticalMiss">What a critical miss does when the gate is decided.</param>
/// <param name="OnTooManyMissed">What more misses than allowed do when the gate is decided.</param>
/// <param name="NoData">How long no data or an error is waited for, and what then.</param>
public sealed record Gate(
    string Name,
    ImmutableArray<GateCriterion> Criteria,
    Holding Holding,
    ReviewSchedule? Review,
    int MayMiss,
    string? MitigationBy,
    ApprovalRule? Approve,
    Reaction OnCriticalMiss,
    Reaction OnTooManyMissed,
    Grace? NoData)
{
    /// <summary>A gate without criteria, which passes at once.</summary>
    public static Gate Open(string name) =>
        new(name, [], Holding.Once, null, 0, null, null, Reaction.Nothing, Reaction.Nothing, null);

    /// <summary>True when the gate asks nothing of anybody; a rise behind such a gate is refused by <c>check</c>.</summary>
    public bool AsksNothing => Criteria.IsEmpty && Approve is null;
}

/// <summary>One criterion of a gate.</summary>
/// <param name="Key">Unique in the gate; the text of the rule unless the plan names it.</param>
/// <param name="Due">How long after the attempt began it is first counted; zero at once. Before, it is not due.</param>
/// <param name="Missed">What its turning missed does at once, while the step runs; nothing by default.</param>
public sealed record GateCriterion(string Key, string Rule, Criterion Criterion, bool Critical, TimeSpan Due, Reaction Missed)
{
    /// <summary>The day from which it is counted, instead of a time after the beginning; null where the plan names none.</summary>
    public DateTimeOffset? DueOn { get; init; }

    /// <summary>It is asked when the gate is decided; reviews in a row are counted without it.</summary>
    public bool AtDecision { get; init; }

    /// <summary>The name under which people see it together with others; null where it stands alone.</summary>
    public string? Group { get; init; }

    /// <summary>When it is first counted at a gate that opened then.</summary>
    public DateTimeOffset DueAfter(DateTimeOffset opened) => DueOn ?? opened + Due;
}

/// <summary>How long or how many reviews in a row a gate must pass. Anything that is not a pass starts the count anew, a pause too.</summary>
public abstract record Holding
{
    private Holding()
    {
    }

    public static Holding Once { get; } = new NowOnly();

    public sealed record NowOnly : Holding;

    public sealed record Continuously(TimeSpan Time) : Holding;

    public sealed record Reviews(int Count) : Holding;
}

/// <summary>What is done after waiting for data in vain.</summary>
public sealed record Grace(TimeSpan After, Reaction Then);
