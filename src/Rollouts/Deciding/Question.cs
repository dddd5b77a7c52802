namespace Rollouts;

/// <summary>What a criterion is judged for.</summary>
/// <param name="StateKey">Where its last verdict stands in the state.</param>
/// <param name="Member">The member that it is about; empty for the launch.</param>
/// <param name="Opened">Since when it is asked.</param>
/// <param name="MarksSince">Marks made before do not count.</param>
/// <param name="CountsAfter">What happened until then is not counted any more; the default counts all.</param>
/// <param name="Fires">The threshold is where a trigger fires, and nothing that must be reached: it is said so.</param>
internal readonly record struct Question(
    string StateKey, string LineKey, string Rule, string Member, DateTimeOffset Opened, DateTimeOffset MarksSince, bool Critical, DateTimeOffset CountsAfter = default,
    bool Fires = false)
{
    /// <summary>What stands between a value and its threshold, where both are told.</summary>
    public string Bound => Fires ? "fires at" : "must be";
}
