namespace Rollouts;

/// <summary>What a trigger, a failed gate or a person does to the launch, besides running a procedure.</summary>
public abstract record Move
{
    private Move()
    {
    }

    /// <summary>Durations and rises stop until someone resumes.</summary>
    public sealed record Pause : Move;

    /// <summary>Every kill switch of the plan is thrown; re-arming has a gate.</summary>
    public sealed record Halt : Move;

    /// <summary>The way back to a step.</summary>
    public sealed record Back(BackTarget Target) : Move;

    /// <summary>The way back of the member it is about, alone; the others stay.</summary>
    public sealed record Withdraw : Move;

    /// <summary>Nothing moves: said where something would be done by itself. A gate that failed its review is not held, and waits for the next.</summary>
    public sealed record Stay : Move;

    public sealed override string ToString() => this switch
    {
        Pause => "pause",
        Halt => "halt",
        Back back => $"back to {back.Target}",
        Withdraw => "withdraw",
        Stay => "nothing",
        _ => throw new InvalidOperationException("unknown move"),
    };
}

/// <summary>Where a way back leads to.</summary>
public abstract record BackTarget
{
    private BackTarget()
    {
    }

    /// <summary>The step before, across phases.</summary>
    public sealed record PreviousStep : BackTarget;

    /// <summary>The last step of the phase before.</summary>
    public sealed record PreviousPhase : BackTarget;

    /// <summary>The last step of the named phase or, with <paramref name="Step"/>, that step (counted from 1).</summary>
    public sealed record Named(string Phase, int? Step) : BackTarget;

    /// <summary>Nobody is let in any more: before the first step.</summary>
    public sealed record Nobody : BackTarget;

    public sealed override string ToString() => this switch
    {
        PreviousStep => "previous step",
        PreviousPhase => "previous phase",
        Named { Step: { } step } named => $"{named.Phase} step {step}",
        Named named => named.Phase,
        Nobody => "nobody",
        _ => throw new InvalidOperationException("unknown target"),
    };
}

/// <summary>What follows when a rule says so: a move, a procedure, or both; and the gate for resuming after a pause.</summary>
/// <param name="Move">Null moves nothing.</param>
/// <param name="Procedure">The name of the procedure to run; for a way back null runs the plan's way back.</param>
/// <param name="Resume">The named gate that must pass before the launch goes on; null asks for the plan's resume gate, or nothing.</param>
public sealed record Reaction(Move? Move, string? Procedure, string? Resume)
{
    public static Reaction Nothing { get; } = new(null, null, null);

    public bool IsNothing => Move is null && Procedure is null;

    public override string ToString() => (Move, Procedure) switch
    {
        (null, null) => "nothing",
        ({ } move, null) => move.ToString(),
        (null, { } run) => $"run {run}",
        ({ } move, { } run) => $"{move}, run {run}",
    };
}
