using System.Collections.Immutable;

namespace Rollouts;

/// <summary>What an input leads to.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Nothing happened that the journal must keep.</summary>
    public sealed record Nothing : Decision;

    /// <summary>The input's outcome and what happened; to be sealed as the entry after the state's.</summary>
    public sealed record Happened(Outcome Outcome, ImmutableArray<RolloutEvent> Events) : Decision;
}
