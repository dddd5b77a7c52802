namespace Rollouts.Engine;

/// <summary>A name says which: procedures, drills and routines are found by theirs.</summary>
internal static class NameLint
{
    public static void Check(Plan plan, Findings findings)
    {
        foreach (var drill in plan.Drills.Values.Where(drill => plan.Procedures.ContainsKey(drill.Name) || drill.Name is Procedures.WayBack or Procedures.AllClear))
            findings.Error(drill, $"a procedure is named '{drill.Name}' too", "give the drill another name");
        foreach (var name in new[] { Procedures.WayBack, Procedures.AllClear }.Where(name => findings.Names.Knows(NameKind.Procedure, name)))
            findings.ErrorAtName(NameKind.Procedure, name, $"'{name}' is the plan's own procedure", $"write it as {name.Replace(' ', '-')}, or give this one another name");
        var routines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var routine in plan.Routines.Where(routine => !routines.Add(routine.Name)))
            findings.Error(routine, $"a second routine is named '{routine.Name}'", "give it another name");
    }
}
