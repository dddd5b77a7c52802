using System.Collections.Immutable;

namespace Rollouts;

/// <summary>A gate the launch stands before now.</summary>
/// <param name="key">Its key in the state: name and attempt.</param>
/// <param name="member">The member it is about; empty for the launch.</param>
/// <param name="marksSince">Marks made before do not count.</param>
/// <param name="resumes">It stands between a hold or a turned-off flag and going on: so it is passed, or not, while the launch is held.</param>
internal sealed class ActiveGate(string key, Gate gate, string member, DateTimeOffset marksSince, bool resumes = false)
{
    private ImmutableArray<AskedCriterion> criteria;

    public string Key => key;

    public Gate Gate => gate;

    public string Member => member;

    public DateTimeOffset MarksSince => marksSince;

    public bool Resumes => resumes;

    /// <summary>What the gate asks, each with the key of its last verdict in the state.</summary>
    public ImmutableArray<AskedCriterion> Criteria =>
        criteria.IsDefault ? criteria = [.. gate.Criteria.Select(criterion => new AskedCriterion($"{key}/{criterion.Key}", criterion))] : criteria;
}

/// <summary>A criterion as an active gate asks it.</summary>
/// <param name="StateKey">Where its last verdict stands in the state.</param>
internal readonly record struct AskedCriterion(string StateKey, GateCriterion Asks);
