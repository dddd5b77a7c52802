using System.Collections.Immutable;

namespace Rollouts;

/// <summary>A named stage of the plan.</summary>
/// <param name="Enter">Must pass before anything of the phase is exposed.</param>
/// <param name="Steps">At least one; the exposure rises from one to the next.</param>
/// <param name="Exit">Must pass, after the shortest duration, before the next phase is entered.</param>
/// <param name="Shortest">No phase is shorter; pauses do not count.</param>
/// <param name="Longest">After it the phase is overdue and its exit gate is decided; null for no end.</param>
/// <param name="Overdue">What happens when the longest duration passes without a pass.</param>
/// <param name="Members">Who is let in one by one during this phase; null for nobody.</param>
/// <param name="Review">When people look at the phase; null for never.</param>
public sealed record Phase(
    string Name,
    string Title,
    Gate Enter,
    ImmutableArray<Step> Steps,
    Gate Exit,
    TimeSpan Shortest,
    TimeSpan? Longest,
    Reaction Overdue,
    MemberAdmission? Members,
    ReviewSchedule? Review)
{
    /// <summary>The dates between which it is to be entered; null for any time.</summary>
    public LaunchWindow? Window { get; init; }

    /// <summary>The roles that come to its reviews: named in the announcement of each. Empty for whoever reads it.</summary>
    public ImmutableArray<string> Attendees { get; init; } = [];
}

/// <summary>What is exposed and watched for a while.</summary>
/// <param name="Exposure">The whole exposure, accumulated from the steps before by the reader.</param>
/// <param name="Bake">The shortest time here before the next step.</param>
/// <param name="Wait">Optional waiting after the bake time, which promote skips.</param>
/// <param name="Next">The gate to the next step; of no meaning for the last step of a phase, whose exit gate counts.</param>
/// <param name="OnEnter">The procedure run on entering; null for none.</param>
public sealed record Step(Exposure Exposure, TimeSpan Bake, TimeSpan Wait, Gate Next, string? OnEnter);

/// <summary>What is set and restored as a whole: the audience of the dial flags, and settings.</summary>
public sealed record Exposure(AudienceExposure Audience, ImmutableSortedDictionary<string, string> Settings)
{
    public static Exposure None { get; } = new(AudienceExposure.None, Sorted.Empty<string>());
}

/// <summary>How members (communities, cohorts) are let in during a phase, each as a track of its own.</summary>
/// <param name="Waves">In order; each opens a time after the phase began and admits its members one at a time.</param>
/// <param name="Spacing">The time between two admissions of a wave.</param>
/// <param name="Steps">The share of the member that each step of its track exposes.</param>
/// <param name="Gate">What each track must pass; read by <c>every active track passes</c>.</param>
/// <param name="OnAdmit">The procedure run for each member; null for none.</param>
/// <param name="Review">When people look at a member, from its admission; null for never.</param>
public sealed record MemberAdmission(
    ImmutableArray<Wave> Waves, TimeSpan Spacing, ImmutableArray<MemberStep> Steps, Gate Gate, string? OnAdmit, ReviewSchedule? Review);

/// <param name="After">From the phase's beginning, pauses not counted.</param>
/// <param name="Gate">Must pass before each member of the wave is let in.</param>
public sealed record Wave(TimeSpan After, ImmutableArray<string> Members, Gate Gate)
{
    /// <summary>The dates between which its members are to be let in; null for any time.</summary>
    public LaunchWindow? Window { get; init; }
}

public sealed record MemberStep(Percent Share, TimeSpan Bake, Gate Next);
