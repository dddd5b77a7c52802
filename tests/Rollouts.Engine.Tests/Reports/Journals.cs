using System.Collections.Immutable;

namespace Rollouts.Engine.Tests.Reports;

/// <summary>Journals written down by hand: what happened, when.</summary>
internal sealed class Journals
{
    private readonly List<Entry> entries = [];

    public static DateTimeOffset Day(int day, double hour = 12) => new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day - 1).AddHours(hour);

    public IReadOnlyList<Entry> Entries => entries;

    public Journals At(DateTimeOffset at, params RolloutEvent[] events) => Said(new Input.Tick("tick", at), events);

    public Journals Said(Input input, params RolloutEvent[] events)
    {
        entries.Add(EntryChain.Seal(entries.Count + 1, entries.Count == 0 ? Entry.Genesis : entries[^1].Hash, input with { Id = $"i{entries.Count + 1}" }, Outcome.Ok, [.. events]));
        return this;
    }

    /// <summary>The launch goes on by another plan.</summary>
    public Journals Amended(DateTimeOffset at, Plan plan, string reason) =>
        Said(new Input.Amend("", at, Actor.Of("ann"), plan.Hash, "", reason), new RolloutEvent.PlanAmended(plan.Hash, "ann", reason));

    /// <summary>The journal by the plan that it began with, and by those that it was amended to.</summary>
    public IReadOnlyList<DecidedEntry> History(Plan first, params Plan[] changed) => [.. DecidedEntry.Of(first, entries, amend => changed.Single(plan => plan.Hash == amend.PlanHash))];

    public Journals Refused(Input input, string reason)
    {
        entries.Add(EntryChain.Seal(entries.Count + 1, entries.Count == 0 ? Entry.Genesis : entries[^1].Hash, input, new Outcome.Refused(reason), []));
        return this;
    }

    public static CriterionLine Line(string key, Verdict verdict, double? value = null, string because = "", bool critical = false) =>
        new(key, key + " >= 1", verdict, verdict, value, value is null ? 0 : 20, because, critical);

    public static ImmutableArray<CriterionLine> Lines(params CriterionLine[] lines) => [.. lines];
}
