using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Where a journal or inbox is not what was written, and how it differs.</summary>
/// <param name="Line">1 for the first.</param>
public sealed record JournalFault(string File, int Line, string What)
{
    internal StoreException ToException() => new(ToString());

    public override string ToString() => $"{File} line {Line}: {What}";
}

/// <summary>What checking a journal from its first entry found.</summary>
/// <param name="Entries">Checked and found right, before the fault if there is one.</param>
/// <param name="Fault">The first fault; null for none.</param>
public sealed record JournalReport(string Rollout, long Entries, JournalFault? Fault);
