namespace Rollouts;

/// <summary>What the time of a launch goes by with: one of these at any moment.</summary>
public enum Pace
{
    /// <summary>Something that needs nobody is awaited: a bake time, data, a write, a review's hour.</summary>
    Progressing,

    /// <summary>Everything that is awaited, people have to give: approvals, checklist items, reports.</summary>
    WaitingForPeople,

    /// <summary>Paused, halted, taken back, failed or drifted: it goes on when someone resumes.</summary>
    Held,

    /// <summary>The calendar holds it.</summary>
    Frozen,

    /// <summary>A way back is under way.</summary>
    RollingBack,

    /// <summary>After the last phase: observed and guarded.</summary>
    Watching,
}

/// <summary>Tells time that goes by with waiting for people from time in which the launch gets on.</summary>
public static class Pacing
{
    /// <summary>The pace from <paramref name="at"/> on; null before the start and after the end.</summary>
    public static Pace? Of(Plan plan, RolloutState state, DateTimeOffset at)
    {
        if (state.Stage == RolloutStage.New || state.IsFinished) return null;
        if (!state.Returning.IsEmpty) return Pace.RollingBack;
        if (!state.Holds.IsEmpty) return Pace.Held;
        if (plan.Freezes.Any(freeze => freeze.Holds(at))) return Pace.Frozen;
        if (state.Stage == RolloutStage.Watching) return Pace.Watching;
        var awaited = Explaining.Forward(plan, state).ToArray();
        return awaited.Length > 0 && awaited.All(wait => wait.Who is not null) ? Pace.WaitingForPeople : Pace.Progressing;
    }
}
