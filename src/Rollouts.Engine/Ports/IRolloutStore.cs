using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>The end of a journal: what a commit must find unchanged.</summary>
/// <param name="Seq">The last entry; 0 for none.</param>
/// <param name="Hash">Its hash; <see cref="Entry.Genesis"/> for none.</param>
/// <param name="Fence">The entry of the last fence; 0 for none. A rise that does not know it stops (design §6.2).</param>
public sealed record Head(long Seq, string Hash, long Fence)
{
    public static Head Empty { get; } = new(0, Entry.Genesis, 0);
}

/// <summary>What is stored of a rollout beyond a given entry.</summary>
/// <param name="Entries">In order, the first being the one after the entry asked for.</param>
/// <param name="Inbox">Inputs acknowledged and not decided, in the order of their acceptance.</param>
public sealed record Journal(Head Head, ImmutableArray<Entry> Entries, ImmutableArray<Input> Inbox);

/// <summary>What became of offering an input.</summary>
public enum Offered
{
    /// <summary>It is stored; it will have exactly one outcome in the journal.</summary>
    Stored,

    /// <summary>Its id is known: stored before, or decided already.</summary>
    Known,

    NoSuchRollout,
}

/// <summary>Inbox and journal of every rollout (design §5). The journal is the truth.</summary>
/// <remarks>
/// Safe for many callers at once, in one process and across processes that share the store. Methods throw
/// <see cref="StoreException"/> when the store cannot be reached or is damaged, and have then changed nothing.
/// </remarks>
public interface IRolloutStore
{
    /// <summary>What a commit may hold, so that it fits a transaction of any store: in a table the head, and for each entry a row of its own and one of its input.</summary>
    const int MostEntries = 30;

    /// <summary>After so many entries a folded journal is kept.</summary>
    const int KeptEvery = 200;

    /// <summary>Makes an empty rollout whose inbox holds its start. False when the name is taken.</summary>
    Task<bool> CreateAsync(string rollout, PlanDocument plan, Input.Start start, CancellationToken cancellation);

    /// <summary>Stores an input durably before it returns.</summary>
    Task<Offered> OfferAsync(string rollout, Input input, CancellationToken cancellation);

    /// <summary>The journal after entry <paramref name="after"/>, and the inbox; null when there is no such rollout.</summary>
    Task<Journal?> ReadAsync(string rollout, long after, CancellationToken cancellation);

    /// <summary>The journal for who folds it: all of it or, where it is long, what was folded before and what came after. Null when there is no such rollout.</summary>
    async Task<(Ledger Folded, Journal After)?> OpenAsync(string rollout, CancellationToken cancellation) =>
        await ReadAsync(rollout, 0, cancellation) is { } whole ? (Ledger.Empty, whole) : null;

    /// <summary>Keeps a folded journal beside it, in place of the one before; a store whose journals are read quickly keeps none. It is never the truth.</summary>
    Task KeepAsync(string rollout, Ledger folded, CancellationToken cancellation) => Task.CompletedTask;

    Task<Head?> ReadHeadAsync(string rollout, CancellationToken cancellation);

    /// <summary>Appends entries and removes their inputs from the inbox, all or nothing. False when <paramref name="expected"/> is no longer the head.</summary>
    /// <param name="entries">At most <see cref="MostEntries"/>.</param>
    /// <param name="fence">The fence after these entries: the old one, or the entry that fenced.</param>
    Task<bool> CommitAsync(string rollout, Head expected, ImmutableArray<Entry> entries, long fence, CancellationToken cancellation);

    /// <summary>The plan document that the rollout was started with; null when there is no such rollout.</summary>
    Task<PlanDocument?> PlanOfAsync(string rollout, CancellationToken cancellation);

    /// <summary>The names of all rollouts, in order of creation.</summary>
    Task<ImmutableArray<string>> ListAsync(CancellationToken cancellation);

    /// <summary>Claims keys for a rollout: all or none. Returns the owner that stands in the way, or null. Claiming one's own key again succeeds.</summary>
    Task<Claim?> ClaimAsync(string rollout, ImmutableArray<GovernedKey> keys, CancellationToken cancellation);

    /// <summary>Gives back the claims of a rollout.</summary>
    Task ReleaseAsync(string rollout, CancellationToken cancellation);

    /// <summary>Who holds the claim on a key; null for nobody.</summary>
    Task<string?> OwnerAsync(GovernedKey key, CancellationToken cancellation);
}

public sealed record Claim(GovernedKey Key, string Owner);

/// <summary>A plan as it was written; its hash is the SHA-256 of the UTF-8 text.</summary>
public sealed record PlanDocument(string Name, string Hash, string Text);
