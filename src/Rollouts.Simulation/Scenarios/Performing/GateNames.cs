namespace Rollouts.Simulation;

/// <summary>By which names people know a gate of the journal: the plan's name for it, and the member, hold or flag it is about.</summary>
internal sealed class GateNames(Plan plan)
{
    private readonly Dictionary<string, string> resumes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> members = new(StringComparer.Ordinal);

    /// <summary>A gate's name without its attempt.</summary>
    public static string Short(string key)
    {
        var end = key.LastIndexOfAny(['#', '@']);
        return end < 0 ? key : key[..end];
    }

    /// <summary>Learns from the events before a gate which gate of the plan it is.</summary>
    public void Note(RolloutEvent happened)
    {
        if (happened is RolloutEvent.HoldPlaced { ResumeGate: { } gate } placed) resumes["resume " + placed.Hold] = gate;
        if (happened is RolloutEvent.MemberAdmitted admitted) members[admitted.Member] = plan.Phases[admitted.Phase].Members!.Gate.Name;
    }

    /// <summary>The names of a gate by its key: <c>P2#1</c> is P2; <c>pavia#2</c> is pavia and P1 member; <c>re-arm X@12</c> is re-arm X and the gate that re-arms it.</summary>
    public IEnumerable<string> Of(string key)
    {
        var name = Short(key);
        yield return name;
        if (resumes.TryGetValue(name, out var resume)) yield return resume;
        if (members.TryGetValue(name, out var member)) yield return member;
        if (name.StartsWith("re-arm ", StringComparison.Ordinal) && plan.Flags.TryGetValue(name["re-arm ".Length..], out var flag) && (flag.ReArm ?? plan.ResumeWayBack) is { } reArm) yield return reArm;
        if (name.StartsWith("re-admit ", StringComparison.Ordinal) && plan.ResumeWayBack is { } reAdmit) yield return reAdmit;
    }
}
