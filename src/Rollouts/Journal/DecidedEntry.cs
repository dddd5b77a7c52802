namespace Rollouts;

/// <summary>An entry with the plan that decided it. Who tells of a journal tells each entry by that plan: its phases, criteria and thresholds, whatever the launch runs by since.</summary>
/// <param name="Plan">In force when the entry was decided.</param>
/// <param name="After">In force from the next entry on: another one where this entry changes the plan.</param>
public readonly record struct DecidedEntry(Plan Plan, Entry Entry, Plan After)
{
    /// <summary>Reads a journal on from where a plan is in force.</summary>
    /// <param name="amended">The plan of an amendment that was accepted, as it was read.</param>
    public static IEnumerable<DecidedEntry> Of(Plan plan, IEnumerable<Entry> journal, Func<Input.Amend, Plan> amended)
    {
        foreach (var entry in journal)
        {
            var after = entry is { Amends: true, Input: Input.Amend amend } ? amended(amend) : plan;
            yield return new(plan, entry, after);
            plan = after;
        }
    }
}
