using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What became of an input that someone offered.</summary>
/// <param name="Outcome">Null while it is not decided yet, or was decided before.</param>
/// <param name="Fenced">For a way back: true when every governed key is stamped; false while still rolling back.</param>
public sealed record Answer(Offered Offered, Outcome? Outcome, RolloutState? State, bool Fenced);

/// <summary>What became of a start.</summary>
public abstract record StartAnswer
{
    private StartAnswer()
    {
    }

    public sealed record Started(Drained After) : StartAnswer;

    public sealed record NameTaken : StartAnswer;

    /// <summary>Another launch governs a key of this plan.</summary>
    public sealed record KeyClaimed(Claim Claim) : StartAnswer;
}

/// <summary>The front door: starts launches and takes inputs. Stored first and acknowledged after; a way back is carried out at once, by whoever took it.</summary>
public sealed class Launches(IRolloutStore store, Drainer drainer, EffectCarrier carrier, INudge nudge, PlanCache plans, TimeProvider time)
{
    /// <summary>Starts a launch: claims its keys, then makes its journal with the start as the first input.</summary>
    /// <exception cref="StoreException">The store failed; nothing was started.</exception>
    public async Task<StartAnswer> StartAsync(string rollout, PlanDocument plan, Actor by, string id, CancellationToken cancellation)
    {
        if (await store.PlanOfAsync(rollout, cancellation) is not null) return new StartAnswer.NameTaken();
        var keys = plans.Parsed(plan).Keys.ToImmutableArray();
        if (await store.ClaimAsync(rollout, keys, cancellation) is { } claim) return new StartAnswer.KeyClaimed(claim);
        var start = Tracing.Stamped(new Input.Start(id, time.GetUtcNow(), by, rollout, plan.Name, plan.Hash));
        if (!await store.CreateAsync(rollout, plan, start, cancellation)) return new StartAnswer.NameTaken();
        var after = await drainer.DrainAsync(rollout, [], cancellation) ?? throw new StoreException($"{rollout} was made and is not there");
        await nudge.NudgeAsync(rollout, after, cancellation);
        return new StartAnswer.Started(after);
    }

    /// <summary>Takes an input: durable when this returns. A way back's leading flag effects are written before it returns, within <paramref name="budget"/>.</summary>
    /// <exception cref="StoreException">It could not be stored; the sender has to try again.</exception>
    public async Task<Answer> OfferAsync(string rollout, Input input, TimeSpan budget, CancellationToken cancellation)
    {
        input = Tracing.Stamped(input);
        var offered = await StoreAsync(rollout, input, cancellation);
        return offered == Offered.NoSuchRollout ? new(offered, null, null, false) : await FollowAsync(rollout, input, budget, cancellation) with { Offered = offered };
    }

    /// <summary>Takes an input and no more: durable when this returns, and decided by whoever drives the launch, who is woken.</summary>
    /// <exception cref="StoreException">It could not be stored; the sender has to try again.</exception>
    public async Task<Offered> TakeAsync(string rollout, Input input, CancellationToken cancellation)
    {
        var offered = await StoreAsync(rollout, Tracing.Stamped(input), cancellation);
        if (offered == Offered.Stored) await nudge.NudgeAsync(rollout, null, cancellation);
        return offered;
    }

    /// <summary>Sees to it that an input that was taken is decided, within <paramref name="budget"/>.</summary>
    public async Task<Answer> FollowAsync(string rollout, Input input, TimeSpan budget, CancellationToken cancellation)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        within.CancelAfter(budget);
        Drained? decided = null;
        try
        {
            if (await drainer.DecideAsync(rollout, input, within.Token) is not var (after, entry)) return new(Offered.Stored, null, null, false);
            if (Lowers(after, input, entry)) after = await CarryOutWritesAsync(rollout, after, within.Token) ?? after;
            decided = after;
            if (input is Input.Throw thrown && after.State.IsFinished) await PassOnAsync(rollout, after.Plan, thrown, budget, cancellation);
            return new(Offered.Stored, entry?.Outcome, after.State, after.State.Returning.Values.All(back => back.Fenced));
        }
        catch (Exception problem) when (problem is StoreException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(Offered.Stored, null, null, false);
        }
        finally
        {
            await nudge.NudgeAsync(rollout, decided, CancellationToken.None);
        }
    }

    private async Task<Offered> StoreAsync(string rollout, Input input, CancellationToken cancellation)
    {
        using var span = Tracing.Accept(rollout, input);
        return await store.OfferAsync(rollout, input, cancellation);
    }

    /// <summary>True where writes that lower something are pending, and this input asked for them: then its sender waits for them.</summary>
    private static bool Lowers(Drained after, Input input, Entry? entry) =>
        after.Work.Effects.Any(effect => effect is Effect.Write { Rise: false })
        && (entry is null || Urgency.IsUrgent(after.Plan, input) || entry.Events.Any(happened => happened is RolloutEvent.EffectPlanned { Effect: Effect.Write { Rise: false } }));

    /// <summary>A finished launch's kill switch was thrown: the launches that govern those keys now are told, so that they do not raise over it.</summary>
    private async Task PassOnAsync(string rollout, Plan plan, Input.Throw thrown, TimeSpan budget, CancellationToken cancellation)
    {
        foreach (var key in KillSwitches.KeysThrownBy(plan, thrown.Flag))
        {
            if (await store.OwnerAsync(key, cancellation) is not { } owner || owner == rollout) continue;
            var reason = $"thrown for the finished launch {rollout}: {thrown.Reason}";
            var passed = await OfferAsync(owner, thrown with { Id = $"{thrown.Id}:{owner}:{key.Name}", Flag = key.Name, Reason = reason }, budget, cancellation);
            if (passed.Outcome is Outcome.Refused)
                await OfferAsync(owner, new Input.Pause($"{thrown.Id}:{owner}:{key.Name}:pause", thrown.At, thrown.By, reason), budget, cancellation);
        }
    }

    /// <summary>Carries out all pending writes that lower something, in parallel, and records what became of them.</summary>
    private async Task<Drained?> CarryOutWritesAsync(string rollout, Drained known, CancellationToken cancellation)
    {
        var writes = known.Work.Effects.Where(effect => effect is Effect.Write { Rise: false });
        var done = await Task.WhenAll(writes.Select(write => carrier.CarryOutAsync(rollout, known, write, cancellation)));
        return await drainer.RecordAsync(rollout, [.. done.OfType<Input.EffectSucceeded>()], cancellation);
    }
}
