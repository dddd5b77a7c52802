using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Decisions that are committed together.</summary>
/// <param name="Left">What of the inbox was not decided in it.</param>
internal sealed record Batch(Ledger After, ImmutableArray<Entry> Entries, ImmutableArray<Input> Left, OwnInputs OwnLeft)
{
    /// <summary>The plan that the launch goes on by; null for that of before. It is the last entry that changes it.</summary>
    public Plan? Amended { get; init; }

    public bool All => Left.IsEmpty && OwnLeft.IsEmpty;

    /// <summary>Rollbacks first, then what became of effects, then the inbox in order of acceptance, then the rest of the engine's own.</summary>
    /// <param name="read">Reads a changed plan; null when it cannot be read.</param>
    public static Batch Decide(Plan plan, Ledger ledger, ImmutableArray<Input> inbox, OwnInputs own, Func<Input.Amend, Plan?> read)
    {
        Plan? amended = null;
        var entries = ImmutableArray.CreateBuilder<Entry>();
        var ordered = inbox.OrderBy(input => Urgency.IsUrgent(plan, input) ? 0 : 1).ToArray();
        var urgent = ordered.Count(input => Urgency.IsUrgent(plan, input));
        var (inboxDone, outcomesDone, restDone) = (0, 0, 0);
        for (; inboxDone < urgent && Fits(); inboxDone++) One(ordered[inboxDone], inboxDone + 1 < ordered.Length);
        for (; outcomesDone < own.Outcomes.Length && Fits(); outcomesDone++) One(own.Outcomes[outcomesDone], inboxDone < ordered.Length);
        for (; inboxDone < ordered.Length && Fits(); inboxDone++) One(ordered[inboxDone], inboxDone + 1 < ordered.Length);
        for (; inboxDone == ordered.Length && restDone < own.Rest.Length && Fits(); restDone++) One(own.Rest[restDone], false);
        var left = ordered[inboxDone..].ToHashSet();
        return new(ledger, entries.ToImmutable(), [.. inbox.Where(left.Contains)], own.Without(outcomesDone, restDone)) { Amended = amended };

        bool Fits() => amended is null && entries.Count < IRolloutStore.MostEntries;

        void One(Input input, bool moreWaiting)
        {
            var to = input is Input.Amend amend ? read(amend) : null;
            (ledger, var entry) = ledger.Decide(plan, input, moreWaiting, to);
            if (entry is not null) entries.Add(entry);
            if (entry?.Amends == true) amended = to;
        }
    }
}
