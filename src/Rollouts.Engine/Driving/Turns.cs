namespace Rollouts.Engine;

/// <summary>Drains for the driver of a launch, and says what that driver is to do next.</summary>
public sealed class Turns(Drainer drainer, IRolloutStore store, TimeProvider time)
{
    /// <param name="outcome">What became of an effect; it is decided before what people wait for.</param>
    /// <exception cref="StoreException">The store failed, or there is no such rollout; whatever was committed before stands.</exception>
    public async Task<DriveTurn> TakeAsync(string rollout, int wayBack, Input? outcome, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var tick = new Input.Tick(FormattableString.Invariant($"tick:{now.UtcTicks}"), now);
        var drained = await drainer.DrainAsync(rollout, outcome is null ? [tick] : [outcome, tick], cancellation) ?? throw new StoreException($"there is no rollout {rollout}");
        var turn = DriveTurn.Of(drained, wayBack, time.GetUtcNow());
        if (turn.Over && wayBack == 0) await store.ReleaseAsync(rollout, cancellation);
        return turn;
    }
}
