using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>What became of an input: accepted, or refused with the reason.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record Outcome
{
    private Outcome()
    {
    }

    public sealed record Accepted : Outcome;

    /// <param name="Reason">A sentence for the person who asked.</param>
    public sealed record Refused(string Reason) : Outcome
    {
        /// <summary>For whom it was said, where somebody stands in for others, and who was to stand in, where a delegation was refused; null for other refusals.</summary>
        public ImmutableArray<StandIn>? StandsIn { get; init; }
    }

    public static Outcome Ok { get; } = new Accepted();
}

/// <summary>One line of the journal: an input, its one outcome, and what happened.</summary>
/// <param name="Seq">1 for the first, without gaps.</param>
/// <param name="Previous">The hash of the entry before; 64 zeros before the first.</param>
/// <param name="Hash">SHA-256 over the previous hash and this entry's content, lower-case hex.</param>
public sealed record Entry(long Seq, Input Input, Outcome Outcome, ImmutableArray<RolloutEvent> Events, string Previous, string Hash)
{
    /// <summary>The entries after it are decided and folded by the plan of its input.</summary>
    [JsonIgnore]
    public bool Amends => Input is Input.Amend && Outcome is Outcome.Accepted;

    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";
}
