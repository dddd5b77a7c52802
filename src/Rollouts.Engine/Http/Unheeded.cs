namespace Rollouts.Engine;

/// <summary>A report that nothing in the plan counts is kept, and changes nothing: whoever mistyped its kind in an emergency has to know that.</summary>
internal static class Unheeded
{
    /// <summary>Null where a trigger or a gate counts reports of the kind.</summary>
    public static string? Note(Plan plan, string kind)
    {
        var counted = plan.AllGates().SelectMany(gate => gate.Criteria.Select(criterion => criterion.Criterion)).Concat(plan.Triggers.Select(trigger => trigger.When))
            .OfType<Criterion.OfTally>().Where(tally => tally.Tally is Tally.Reports or Tally.ReportsByKey).Select(tally => tally.Of).Distinct(StringComparer.Ordinal).ToArray();
        if (counted.Any(each => each.Length == 0 || each == kind)) return null;
        if (counted.Length == 0) return "the plan looks at no reports; this one is kept, and nothing follows from it";
        var meant = Nearest.To(kind, counted) is { } near ? $"did you mean '{near}'?" : $"it looks at: {string.Join(", ", counted)}";
        return $"the plan looks at no reports of the kind '{kind}'; this one is kept, and nothing follows from it; {meant}";
    }
}
