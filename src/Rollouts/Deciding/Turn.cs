using System.Collections.Immutable;

namespace Rollouts;

/// <summary>One decision being made: the state moves on with every event added, so that later rules see what earlier ones did.</summary>
internal sealed class Turn
{
    /// <summary>As many as a turn usually judges, so that nothing has to grow.</summary>
    private const int MostCriteria = 48;

    private readonly ImmutableArray<RolloutEvent>.Builder events = ImmutableArray.CreateBuilder<RolloutEvent>();
    private readonly Dictionary<string, GateStanding> standings = new(StringComparer.Ordinal);
    private HashSet<string>? fresh;
    private Dictionary<string, CriterionLine>? judged;
    private ImmutableArray<ActiveGate> gates;
    private RolloutState? gatesOf;
    private RolloutState? standingsOf;
    private int effects;

    public Turn(Plan plan, RolloutState state, Input input, bool moreWaiting)
    {
        Plan = plan;
        Input = input;
        MoreWaiting = moreWaiting;
        State = Evolution.Open(state, state.Seq + 1, input);
        Readings = input is Input.Evaluate evaluate ? ByKey(evaluate.Readings) : ImmutableDictionary<ReadingKey, Reading>.Empty;
    }

    public Plan Plan { get; }

    public Input Input { get; }

    public RolloutState State { get; private set; }

    public DateTimeOffset Now => State.At;

    /// <summary>Undecided inputs remain after this one: no phase may end now.</summary>
    public bool MoreWaiting { get; }

    public IReadOnlyDictionary<ReadingKey, Reading> Readings { get; }

    /// <summary>The criteria judged from readings of this turn. A rise rests on nothing older.</summary>
    public HashSet<string> Fresh => fresh ??= new(MostCriteria, StringComparer.Ordinal);

    /// <summary>Every criterion as this turn judged it, by its key in the state.</summary>
    public Dictionary<string, CriterionLine> Judged => judged ??= new(MostCriteria, StringComparer.Ordinal);

    /// <summary>The gates the launch stands before, as the state is now.</summary>
    public ImmutableArray<ActiveGate> Gates
    {
        get
        {
            if (!ReferenceEquals(gatesOf, State)) (gates, gatesOf) = ([.. Gatekeeping.Active(Plan, State)], State);
            return gates;
        }
    }

    public ImmutableArray<RolloutEvent> Events => events.ToImmutable();

    public int Count => events.Count;

    public void Add(RolloutEvent happened)
    {
        State = Evolution.Evolve(State, Plan, happened);
        events.Add(happened);
    }

    /// <summary>How the gate stands, where that was judged in the state as it is now; null otherwise.</summary>
    public GateStanding? StandingOf(string gate) => ReferenceEquals(standingsOf, State) ? standings.GetValueOrDefault(gate) : null;

    /// <summary>Keeps how a gate stands for as long as the state stays as it is: nothing that a criterion looks at can change before.</summary>
    public void Keep(string gate, GateStanding standing)
    {
        if (!ReferenceEquals(standingsOf, State)) standings.Clear();
        standingsOf = State;
        standings[gate] = standing;
    }

    /// <summary>Keeps a criterion's line, and journals it when its verdict changed.</summary>
    /// <param name="names">It names those it waits for: then it is journaled when these change, too.</param>
    public void Record(string key, CriterionLine line, bool names = false)
    {
        Judged[key] = line;
        var changed = State.Criteria.TryGetValue(key, out var before)
            ? before.Line.Verdict != line.Verdict || before.Line.Now != line.Now || (names && before.Line.Because != line.Because)
            : line.Verdict is not (Verdict.NoData or Verdict.NotDue);
        if (changed) Add(new RolloutEvent.VerdictChanged(key, line));
    }

    /// <summary>Records an effect under the next id of this entry, <c>{seq}.{n}</c>.</summary>
    public string Effect(Func<string, Effect> make)
    {
        var effect = make(FormattableString.Invariant($"{State.Seq}.{++effects}"));
        Add(new RolloutEvent.EffectPlanned(effect));
        return effect.Id;
    }

    /// <summary>A name unique in the rollout for something this entry makes: <c>task-12.3</c>.</summary>
    public string NewId(string kind) => FormattableString.Invariant($"{kind}-{State.Seq}.{events.Count + 1}");

    private static Dictionary<ReadingKey, Reading> ByKey(ImmutableArray<Reading> readings)
    {
        var byKey = new Dictionary<ReadingKey, Reading>();
        foreach (var reading in readings) byKey[reading.Key] = reading;
        return byKey;
    }
}
