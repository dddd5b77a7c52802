namespace Rollouts.Engine;

/// <summary>Members are let in once, and not more of them than tracks can be followed.</summary>
internal static class MemberLint
{
    public const int MostMembers = 200;

    public static void Check(Plan plan, Findings findings)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = 0;
        foreach (var phase in plan.Phases.Where(phase => phase.Members is not null))
            foreach (var wave in phase.Members!.Waves)
            {
                foreach (var member in wave.Members)
                    if (!seen.TryAdd(member, phase.Name)) findings.Error(wave, $"'{member}' is let in twice", $"{seen[member]} lets it in already");
                if (count <= MostMembers && count + wave.Members.Length > MostMembers)
                    findings.Error(wave, FormattableString.Invariant($"the plan lets in more than {MostMembers} members"), "let in groups of them, or a percent");
                count += wave.Members.Length;
            }

        foreach (var phase in plan.Phases.TakeWhile(phase => phase.Members is null))
            foreach (var line in phase.Steps.Select(step => step.Next).Append(phase.Enter).Append(phase.Exit).SelectMany(gate => gate.Criteria))
                if (line.Criterion is Criterion.OfEveryTrack) findings.Error(line, "no member has been let in by then, so this never holds", "ask it from the phase on that has members");
    }
}
