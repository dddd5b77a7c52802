namespace Rollouts;

/// <summary>How fast exposure may rise. Applies above 0 %; the first percent is what the plan writes.</summary>
/// <param name="AtMost">The largest factor from one step to the next; null for no limit.</param>
/// <param name="ShortestBake">The shortest time at a step before the next rise.</param>
public sealed record RampRule(double? AtMost, TimeSpan ShortestBake)
{
    public static RampRule None { get; } = new(null, TimeSpan.Zero);

    public bool Allows(Percent from, Percent to) =>
        AtMost is not { } factor || from == Percent.Zero || to.Value <= from.Value * factor + 1e-9;
}
