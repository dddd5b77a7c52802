using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>A launch in virtual time, and what must be true of it when.</summary>
public sealed class Scenario
{
    internal Scenario(
        string name, string about, int line, DateTimeOffset start, string startedBy, Habits habits, ImmutableArray<WorldChange> world, ImmutableArray<Moment> story, TimeSpan? lasts)
    {
        Name = name;
        About = about;
        Line = line;
        Start = start;
        StartedBy = startedBy;
        Habits = habits;
        World = world;
        Story = story;
        Lasts = lasts;
    }

    public string Name { get; }

    /// <summary>What it is to show; empty where the name says it.</summary>
    public string About { get; }

    /// <summary>Where it stands in its file.</summary>
    public int Line { get; }

    public DateTimeOffset Start { get; }

    /// <summary>A role of the plan, or a person.</summary>
    internal string StartedBy { get; }

    internal Habits Habits { get; }

    internal ImmutableArray<WorldChange> World { get; }

    internal ImmutableArray<Moment> Story { get; }

    /// <summary>How long it runs at least; null for until the last moment of the story.</summary>
    internal TimeSpan? Lasts { get; }

    /// <summary>The same scenario, running on for a length that its story may not reach.</summary>
    public Scenario LastingAtLeast(TimeSpan? length) =>
        length is null || length < Lasts ? this : new(Name, About, Line, Start, StartedBy, Habits, World, Story, length);

    public override string ToString() => Name;
}

/// <summary>A scenario file with the plan it is about.</summary>
public sealed record ScenarioFile(string File, string PlanFile, Plan Plan, ImmutableArray<Scenario> Scenarios);

/// <summary>What became of reading a scenario file.</summary>
public abstract record ScenarioReading
{
    private ScenarioReading()
    {
    }

    public sealed record Sound(ScenarioFile File) : ScenarioReading;

    /// <summary>Everything that is wrong with it, in order of place.</summary>
    public sealed record Faulty(ImmutableArray<PlanError> Errors) : ScenarioReading;
}

/// <summary>What people and systems do without being told: how long after they are asked, or never.</summary>
internal sealed record Habits(TimeSpan? Approvals, TimeSpan? Items, TimeSpan? Drills, TimeSpan? Tasks)
{
    public static Habits ByHand { get; } = new(null, null, null, null);

    public static Habits AtOnce { get; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
}

/// <summary>From a time on a metric does what a series says.</summary>
/// <param name="Series">Made for the time from which it counts.</param>
internal sealed record WorldChange(SeriesKey Key, Func<DateTimeOffset, Series> Series);

/// <summary>One line of the story: a time or a condition, what is done then, and what must be true.</summary>
/// <param name="Refused">What the refusal of the deeds must say; null where they must be accepted.</param>
internal sealed record Moment(Place Place, MomentTime At, ImmutableArray<Expectation> When, TimeSpan Within, ImmutableArray<Deed> Deeds, Expectation? Refused, ImmutableArray<Expectation> Expect);

/// <summary>Something that people or systems do.</summary>
internal sealed record Deed(Place Place, string Word, Action<Performance> Do);

/// <summary>Something that must be true.</summary>
/// <param name="Word">What is looked at: <c>phase</c>, <c>flags INGESTION_ENABLED</c>.</param>
/// <param name="Expected">What it must be, as the file writes it.</param>
internal sealed record Expectation(Place Place, string Word, string Expected, Func<Performance, Sight> Look);

/// <param name="Actual">What it is, whether or not that is what was expected.</param>
internal readonly record struct Sight(bool Holds, string Actual);
