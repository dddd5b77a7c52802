namespace Rollouts.Simulation;

/// <summary>A launch in virtual time: the same brain, a world that answers at once, and a clock that jumps from one thing to the next.</summary>
public sealed class VirtualLaunch
{
    /// <summary>Digests are taken in between, so more is never left out; a bound all the same.</summary>
    private const long MostLeftOut = 100_000;

    private static readonly TimeSpan DigestEvery = TimeSpan.FromHours(1);

    /// <summary>Of a launch that is only played, digests that would say what the one before says are left out; once in a while one is taken all the same, so that values are not too old.</summary>
    private static readonly TimeSpan PlayedDigestEvery = TimeSpan.FromHours(12);

    private Plan plan;
    private readonly Func<ReadingWanted, DateTimeOffset, Reading> world;
    private readonly List<Entry> journal = [];
    private readonly Plan first;
    private readonly Dictionary<string, Plan> amended = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Action, (DateTimeOffset At, int Order)> scheduled = new();
    private Quiet quiet;
    private Ledger ledger = Ledger.Empty;
    private DateTimeOffset observed;
    private DateTimeOffset nextObservation;
    private (long Seq, DateTimeOffset? At) wake = (-1, null);
    private int inputs;

    /// <param name="world">What a source would answer at a time.</param>
    public VirtualLaunch(Plan plan, DateTimeOffset start, Func<ReadingWanted, DateTimeOffset, Reading> world)
    {
        this.plan = first = plan;
        this.world = world;
        quiet = new(plan);
        Now = start;
        observed = nextObservation = start;
    }

    public DateTimeOffset Now { get; private set; }

    public RolloutState State => ledger.State;

    public IReadOnlyList<Entry> Journal => journal;

    /// <summary>The plan that the launch goes on by.</summary>
    public Plan Plan => plan;

    /// <summary>The journal with the plan that decided each entry.</summary>
    public IEnumerable<DecidedEntry> History => DecidedEntry.Of(first, journal, amend => amended[amend.PlanHash]);

    /// <summary>False leaves effects pending until <see cref="Complete"/>.</summary>
    public bool CarriesOut { get; set; } = true;

    /// <summary>What becomes of each effect; all work at once unless this says otherwise.</summary>
    public Func<Effect, EffectFate> Fate { get; set; } = _ => EffectFate.Works;

    /// <summary>What people and systems do by habit: called whenever something has happened, and when time has passed.</summary>
    public Action Attend { get; set; } = () => { };

    /// <summary>Sees the readings of each observation.</summary>
    public Action<IReadOnlyList<Reading>> Observed { get; set; } = _ => { };

    /// <summary>True leaves out observations that would change nothing: the journal is the same, and is there sooner.</summary>
    public bool LeavesOutQuietTime { get; set; }

    /// <summary>False leaves out the hashes of the journal, which nobody reads where a launch is only played.</summary>
    public bool IsSealed { get; init; } = true;

    /// <summary>Says until when the world answers the same, as far as any limit can tell; without it the world is asked at every observation.</summary>
    /// <remarks>Given the readings of now, the time, and the limits of a metric.</remarks>
    internal Func<IReadOnlyCollection<Reading>, DateTimeOffset, Func<string, double[]?>, DateTimeOffset>? SteadyUntil { get; set; }

    /// <summary>How many decisions were made, those that led to no entry included.</summary>
    public long Decisions { get; private set; }

    public void Start(string rollout, Actor by) =>
        Offer(new Input.Start(NewId(), Now, by, rollout, plan.Name, plan.Hash));

    /// <summary>Offers an input made for a fresh id and the time of now; returns its outcome, null when nothing was to be kept.</summary>
    public Outcome? Give(Func<string, DateTimeOffset, Input> make) => Offer(make(NewId(), Now));

    /// <summary>Offers an input; returns its outcome, null when nothing was to be kept.</summary>
    public Outcome? Offer(Input input)
    {
        var entry = Decide(input);
        if (CarriesOut) CarryOut();
        if (entry is not null) LookAgain();
        return entry?.Outcome;
    }

    /// <summary>Lets something be done when the clock shows <paramref name="at"/>; of several at one time, in the order of scheduling.</summary>
    public void Schedule(DateTimeOffset at, Action act) => scheduled.Enqueue(act, (at > Now ? at : Now, ++inputs));

    /// <summary>Reports an effect as done.</summary>
    public void Complete(string effect) => Decide(new Input.EffectSucceeded("done:" + effect, Now, effect, "virtual"));

    public void CarryOut()
    {
        var some = true;
        while (some && !State.Pending.IsEmpty)
        {
            some = false;
            foreach (var effect in Next.EffectsOf(State)) some |= TryCarryOut(effect);
        }
    }

    /// <summary>Takes all readings that are wanted now.</summary>
    public void Observe()
    {
        Reading[] readings = [.. Next.ReadingsOf(plan, State, Now).Select(wanted => world(wanted, Now))];
        var seen = SeenBy(Now - TimeSpan.FromTicks(1));
        (observed, nextObservation) = (Now, Now + plan.Observe);
        Observed(readings);
        var digests = IsSealed || journal is not [.., { Events: [RolloutEvent.DigestTaken] }] ? DigestEvery : PlayedDigestEvery;
        if (LeavesOutQuietTime && quiet.Lasts(State, readings, Now, digests))
        {
            if (SteadyUntil is not null) nextObservation = AfterQuiet(SteadyUntil(readings, Now, quiet.LimitsOf), quiet.EndsBy(State, digests));
            return;
        }

        NoteDigests(seen);
        var asked = State.Seq;
        Offer(new Input.Evaluate(NewId(), Now, [.. readings]));
        var settled = State.Seq == asked + 1 && journal[^1].Events.All(happened => happened is RolloutEvent.DigestTaken);
        quiet.Observed(State, settled ? State.Seq : asked, readings, Now, WakeAfterNow());
    }

    /// <summary>Puts the digests that were left out into the journal, as notes without values: without them the launch would take the time for a gap.</summary>
    private void NoteDigests(DateTimeOffset seen)
    {
        if (IsSealed || State.LastDigest is not { } last || State.IsFinished) return;
        var every = plan.Observe * ((DigestEvery.Ticks + plan.Observe.Ticks - 1) / plan.Observe.Ticks);
        for (var at = last + every; at <= seen; at += every)
        {
            var input = new Input.Evaluate(NewId(), at, []);
            var entry = new Entry(State.Seq + 1, input, Outcome.Ok, [new RolloutEvent.DigestTaken(Sorted.Empty<CriterionLine>())], "", "");
            ledger = new(Evolution.Evolve(State, plan, entry), "");
            journal.Add(entry);
        }
    }

    /// <summary>When the launch was looked at last until then, those observations included that were left out.</summary>
    private DateTimeOffset SeenBy(DateTimeOffset time) => observed + plan.Observe * ((time - observed).Ticks / plan.Observe.Ticks);

    /// <summary>Something has happened, or the world is not what it was: the next observation of the plan's interval is made.</summary>
    public void LookAgain()
    {
        var passed = (Now - observed).Ticks / plan.Observe.Ticks;
        if (observed + plan.Observe * (passed + 1) is var next && next < nextObservation) nextObservation = next;
    }

    /// <summary>Lets time pass, observing at the plan's interval and waking when the launch asks to.</summary>
    public void RunUntil(DateTimeOffset until, Func<bool>? stop = null)
    {
        LookAgain();
        while (Now < until && stop?.Invoke() != true)
        {
            if (State.IsFinished && scheduled.Count == 0)
            {
                Now = until;
                return;
            }

            var woken = WakeAfterNow();
            Now = Earliest(until);
            if (Now >= nextObservation) Observe();
            else if (woken <= Now) Offer(new Input.Tick(NewId(), Now));
            else if (CarriesOut) CarryOut();
            while (scheduled.TryPeek(out _, out var due) && due.At <= Now)
            {
                NoteDigests(SeenBy(Now));
                scheduled.Dequeue()();
            }

            Attend();
        }

        NoteDigests(SeenBy(Now));
    }

    public void RunFor(TimeSpan time, Func<bool>? stop = null) => RunUntil(Now + time, stop);

    /// <summary>The last observation before the world changes, or the first at which something else is due: whichever comes first.</summary>
    private DateTimeOffset AfterQuiet(DateTimeOffset changes, DateTimeOffset due)
    {
        var before = changes == DateTimeOffset.MaxValue ? long.MaxValue : ((changes - Now).Ticks - 1) / plan.Observe.Ticks;
        var at = due == DateTimeOffset.MaxValue ? long.MaxValue : ((due - Now).Ticks + plan.Observe.Ticks - 1) / plan.Observe.Ticks;
        return Now + plan.Observe * Math.Clamp(Math.Min(before, at), 1, MostLeftOut);
    }

    /// <summary>The first time, from now on and not after <paramref name="until"/>, at which something is to be done.</summary>
    private DateTimeOffset Earliest(DateTimeOffset until)
    {
        var next = nextObservation > Now ? nextObservation : Now;
        if (WakeAfterNow() is { } woken && woken < next) next = woken;
        if (scheduled.TryPeek(out _, out var due) && due.At < next) next = due.At;
        foreach (var pending in State.Pending.Values)
            if (Fate(pending.Effect) is EffectFate.Done { After: var after } && after > TimeSpan.Zero && pending.Planned + after < next) next = pending.Planned + after;
        return next < until ? next > Now ? next : Now : until;
    }

    /// <summary>Only a decision changes when the launch wants to be woken.</summary>
    private DateTimeOffset? WakeAfterNow()
    {
        if (wake.Seq != State.Seq || wake.At <= Now) wake = (State.Seq, Next.WakeOf(plan, State, Now));
        return wake.At;
    }

    private bool TryCarryOut(Effect effect)
    {
        if (!State.Pending.TryGetValue(effect.Id, out var pending)) return false;
        switch (Fate(effect))
        {
            case EffectFate.Done done when Now >= pending.Planned + done.After:
                Complete(effect.Id);
                return true;
            case EffectFate.Fails failed when effect is not Effect.Write:
                Decide(new Input.EffectFailed("failed:" + effect.Id, Now, effect.Id, failed.Error, true));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Goes on by a changed plan, if the launch lets it.</summary>
    public Outcome? Amend(Plan to, Actor by, string reason)
    {
        var entry = Decide(new Input.Amend(NewId(), Now, by, to.Hash, "", reason), to);
        if (entry?.Amends == true) (plan, quiet, amended[to.Hash]) = (to, new(to), to);
        return entry?.Outcome;
    }

    private Entry? Decide(Input input, Plan? amended = null)
    {
        if (input is not Input.Evaluate) NoteDigests(SeenBy(Now));
        Decisions++;
        var (after, entry) = IsSealed ? ledger.Decide(plan, input, amended: amended) : Unsealed(input, amended);
        ledger = after;
        if (entry is not null) journal.Add(entry);
        return entry;
    }

    private (Ledger After, Entry? Entry) Unsealed(Input input, Plan? amended)
    {
        if (Decider.Decide(plan, State, input, amended: amended) is not Decision.Happened happened) return (ledger, null);
        var entry = new Entry(State.Seq + 1, input, happened.Outcome, happened.Events, "", "");
        return (new(Evolution.Evolve(State, plan, entry), ""), entry);
    }

    private string NewId() => FormattableString.Invariant($"virtual-{++inputs}");
}
