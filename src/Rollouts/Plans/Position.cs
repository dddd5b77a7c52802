namespace Rollouts;

/// <summary>A step of the plan: indexes of phase and step. Step -1 of phase 0 is before the first step, where nobody is let in.</summary>
public readonly record struct Position(int Phase, int Step) : IComparable<Position>
{
    public static Position Nobody => new(0, -1);

    /// <summary>The step before, across phases.</summary>
    public Position Before(Plan plan) =>
        Step > 0 ? this with { Step = Step - 1 }
        : Phase > 0 && Step == 0 ? LastOf(plan, Phase - 1)
        : Nobody;

    public static Position LastOf(Plan plan, int phase) => phase < 0 ? Nobody : new(phase, plan.Phases[phase].Steps.Length - 1);

    /// <summary>The position whose exposure is, or is being, set: while a phase is being entered, the step before it.</summary>
    public static Position Exposed(Plan plan, Track main) =>
        main.Stage == TrackStage.Entering ? LastOf(plan, main.Phase - 1) : new(main.Phase, main.Step);

    public string Name(Plan plan) => Step < 0 ? "nobody" : plan.Phases[Phase].Steps.Length == 1 ? plan.Phases[Phase].Name : $"{plan.Phases[Phase].Name} step {Step + 1}";

    public int CompareTo(Position other) => Phase != other.Phase ? Phase.CompareTo(other.Phase) : Step.CompareTo(other.Step);

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;
}
