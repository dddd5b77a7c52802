namespace Rollouts.Simulation;

/// <summary>A launch in virtual time: the same brain, a world that answers at once, and a clock that jumps from one thing to the next.</summary>
public sealed class VirtualLaunch
{
    private readonly Plan plan;
    private readonly Func<ReadingWanted, DateTimeOffset, Reading> world;
    private readonly List<Entry> journal = [];
    private Ledger ledger = Ledger.Empty;
    private DateTimeOffset nextObservation;
    private int inputs;

    /// <param name="world">What a source would answer at a time.</param>
    public VirtualLaunch(Plan plan, DateTimeOffset start, Func<ReadingWanted, DateTimeOffset, Reading> world)
    {
        this.plan = plan;
        this.world = world;
        Now = start;
        nextObservation = start;
    }

    public DateTimeOffset Now { get; private set; }

    public RolloutState State => ledger.State;

    public IReadOnlyList<Entry> Journal => journal;

    /// <summary>False leaves effects pending until <see cref="Complete"/>.</summary>
    public bool CarriesOut { get; set; } = true;

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
        return entry?.Outcome;
    }

    /// <summary>Reports an effect as done.</summary>
    public void Complete(string effect) => Decide(new Input.EffectSucceeded("done:" + effect, Now, effect, "virtual"));

    public void CarryOut()
    {
        while (!State.Pending.IsEmpty)
            foreach (var effect in Next.EffectsOf(State))
                Complete(effect.Id);
    }

    /// <summary>Takes all readings that are wanted now.</summary>
    public void Observe()
    {
        var readings = Next.ReadingsOf(plan, State, Now).Select(wanted => world(wanted, Now));
        Offer(new Input.Evaluate(NewId(), Now, [.. readings]));
        nextObservation = Now + plan.Observe;
    }

    /// <summary>Lets time pass, observing at the plan's interval and waking when the launch asks to.</summary>
    public void RunUntil(DateTimeOffset until, Func<bool>? stop = null)
    {
        while (Now < until && stop?.Invoke() != true)
        {
            var wake = Next.WakeOf(plan, State, Now);
            var next = nextObservation > Now && nextObservation < until ? nextObservation : nextObservation <= Now ? Now : until;
            if (wake is { } due && due < next) next = due;
            Now = next < until ? next : until;
            if (Now >= nextObservation) Observe();
            else Offer(new Input.Tick(NewId(), Now));
        }
    }

    public void RunFor(TimeSpan time, Func<bool>? stop = null) => RunUntil(Now + time, stop);

    private Entry? Decide(Input input)
    {
        Decisions++;
        var (after, entry) = ledger.Decide(plan, input);
        ledger = after;
        if (entry is not null) journal.Add(entry);
        return entry;
    }

    private string NewId() => FormattableString.Invariant($"virtual-{++inputs}");
}
