namespace Rollouts.Tests.Properties;

/// <summary>What happens next in a random launch. <paramref name="Which"/> picks among what is possible then, so that a shortened script still runs.</summary>
internal readonly record struct Act(Deed Deed, int Which)
{
    public override string ToString() => $"{Deed}:{Which}";
}

internal enum Deed
{
    Observe,
    Tick,
    Wait,
    Progress,
    Weather,
    Approve,
    Reject,
    Mitigate,
    Mark,
    CompleteTask,
    Report,
    ReportValue,
    Alert,
    DeclareIncident,
    ResolveIncident,
    Pause,
    Resume,
    Promote,
    RollBack,
    RollBackMember,
    Throw,
    ReArm,
    Drill,
    Abort,
    Close,
    CarryOutAll,
    CarryOutOne,
    CarryOutAgain,
    FailOne,
    Drift,
    Again,
    Nonsense,
}
