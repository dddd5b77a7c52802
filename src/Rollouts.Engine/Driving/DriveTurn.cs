using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts.Engine;

/// <summary>What a durable driver is to do after a drain. A launch has a driver for each phase and attempt, and one more for each way back under way.</summary>
/// <remarks>
/// Each effect has one executor, so that posts and calls go out once and in order: during ways back the one begun last carries out all writes
/// and everything decided since the first of them began, and the phase's driver what was to be said before. Which work there is, is read off
/// the journal alone: a driver that was lost can be started again.
/// </remarks>
/// <param name="Effects">Writes, then the rest, each lane in the order it was decided; none for a driver whose turn it is not.</param>
/// <param name="WaysBack">The ways back under way, for the launch's own driver to start.</param>
/// <param name="Wake">When time alone changes something; null when nothing waits for it. Scheduled reviews are held by timers, on readings of their own.</param>
/// <param name="Over">Nothing is left for this driver, now or later.</param>
/// <param name="Words">For people who look at the driver.</param>
public sealed record DriveTurn(
    [property: JsonPropertyName("effects")] ImmutableArray<EffectCall> Effects,
    [property: JsonPropertyName("waysBack")] ImmutableArray<int> WaysBack,
    [property: JsonPropertyName("wake")] DateTimeOffset? Wake,
    [property: JsonPropertyName("over")] bool Over,
    [property: JsonPropertyName("words")] string Words)
{
    /// <summary>How many writes one turn hands out, and how many other effects: there is another turn before the next.</summary>
    public const int MostEffects = 16;

    /// <summary>The stage whose driver the launch has now, see <see cref="DriveStage"/>.</summary>
    [JsonPropertyName("stage")]
    public string Stage { get; init; } = "";

    /// <summary>The journal's last entry that this rests on: of two turns the one with the higher is the newer. 0 in histories from before turns had one.</summary>
    [JsonPropertyName("seq")]
    public long Seq { get; init; }

    /// <param name="wayBack">The number of the way back that the driver is for; 0 for the launch's own.</param>
    public static DriveTurn Of(Drained drained, int wayBack, DateTimeOffset now)
    {
        var state = drained.State;
        ImmutableArray<int> returning = [.. state.Returning.Keys.Order()];
        var over = wayBack == 0 ? IsOver(drained) : !returning.Contains(wayBack);
        return new(
            over ? [] : [.. Chosen([.. EffectsFor(drained, returning, wayBack)]).Select(effect => EffectCall.Of(state.Rollout, effect))],
            wayBack == 0 ? returning : [], Next.WakeWithoutReviewsOf(drained.Plan, state, now), over, StatusLine.Of(drained.Plan, state, now))
        {
            Stage = DriveStage.Of(drained.Plan, state),
            Seq = state.Seq,
        };
    }

    /// <summary>For a launch that was not drained now: a wake that passed since its last entry stands, so that whoever is told it drains at once.</summary>
    public static DriveTurn AsKnown(Drained known, int wayBack, DateTimeOffset now) =>
        Of(known, wayBack, now) with { Wake = Next.WakeWithoutReviewsOf(known.Plan, known.State, known.State.At) };

    /// <summary>The launch has ended, and nothing of it is left to be done.</summary>
    public static bool IsOver(Drained drained) => drained.State is { IsFinished: true, Returning.IsEmpty: true } && drained.Work.Effects.IsEmpty;

    /// <summary>No write is behind posts, however many there are; and of every lane there are its first ones, however long another lane is.</summary>
    private static IEnumerable<Effect> Chosen(IReadOnlyList<Effect> effects) =>
    [
        .. effects.OfType<Effect.Write>().Take(MostEffects),
        .. effects.Where(effect => effect is not Effect.Write).GroupBy(EffectLane.Of, StringComparer.Ordinal)
            .SelectMany(lane => lane.Index()).OrderBy(effect => effect.Index).Select(effect => effect.Item).Take(MostEffects),
    ];

    private static IEnumerable<Effect> EffectsFor(Drained drained, ImmutableArray<int> returning, int wayBack)
    {
        if (returning.IsEmpty) return wayBack == 0 ? drained.Work.Effects : [];
        var began = drained.State.Returning.Values.Min(back => back.Seq);
        return wayBack == 0 ? drained.Work.Effects.Where(effect => effect is not Effect.Write && effect.Seq < began)
            : wayBack == returning[^1] ? drained.Work.Effects.Where(effect => effect is Effect.Write || effect.Seq >= began)
            : [];
    }
}
