namespace Rollouts;

/// <summary>A state with the end of its journal: deciding an input moves both on together.</summary>
/// <param name="Hash">The hash of the last entry; <see cref="Entry.Genesis"/> for none.</param>
public sealed record Ledger(RolloutState State, string Hash)
{
    public static Ledger Empty { get; } = new(RolloutState.New, Entry.Genesis);

    /// <summary>Decides an input and seals its entry; null when there is nothing to keep.</summary>
    /// <param name="amended">The plan of an <see cref="Input.Amend"/>, as it was read; null when it could not be, and for other inputs.</param>
    public (Ledger After, Entry? Entry) Decide(Plan plan, Input input, bool moreWaiting = false, Plan? amended = null)
    {
        if (Decider.Decide(plan, State, input, moreWaiting, amended) is not Decision.Happened happened) return (this, null);
        var entry = EntryChain.Seal(State.Seq + 1, Hash, input, happened.Outcome, happened.Events);
        return (Fold(plan, entry), entry);
    }

    /// <summary>Moves on by an entry of the journal.</summary>
    /// <exception cref="InvalidDataException">It does not follow this state's last entry.</exception>
    public Ledger Fold(Plan plan, Entry entry)
    {
        if (entry.Seq != State.Seq + 1 || entry.Previous != Hash)
            throw new InvalidDataException($"entry {entry.Seq} does not follow entry {State.Seq}");
        return new(Evolution.Evolve(State, plan, entry), entry.Hash);
    }
}
