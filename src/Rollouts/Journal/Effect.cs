using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>Something to be done outside: absolute, recorded in the journal, repeatable.</summary>
/// <param name="Id"><c>{seq}.{n}</c>: the entry that decided it, and its number in it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Write), "write")]
[JsonDerivedType(typeof(Post), "post")]
[JsonDerivedType(typeof(Capture), "capture")]
[JsonDerivedType(typeof(CallWebhook), "call-webhook")]
public abstract record Effect(string Id)
{
    /// <summary>The journal entry that decided it.</summary>
    [JsonIgnore]
    public long Seq => long.Parse(Id.AsSpan(0, Id.IndexOf('.', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Writes a governed key. A later write of the same key supersedes it.</summary>
    /// <param name="Rise">Raises are held back by a fence; lowering never is.</param>
    /// <param name="Stamp">Part of a fence: the tag must change even where the document does not.</param>
    public sealed record Write(string Id, GovernedKey Key, KeyDocument Document, bool Rise, bool Stamp) : Effect(Id);

    /// <param name="Topic">What kind of message: start, phase, step, member, checklist, mitigation, approval, gate, review, hold, way-back, task, alert,
    /// triage, incident, drill, delegation, end; and notice, which the plan itself says.</param>
    /// <param name="Text">In one line, for channels that carry no more. Those that do compose the message from topic, reference, plan and journal.</param>
    /// <param name="About">The request, gate, task, run or incident that it is about; empty for none. Posts of one topic about one thing belong together.</param>
    public sealed record Post(string Id, string Channel, string Topic, string Text, string About) : Effect(Id)
    {
        /// <summary>What carries it; null where the plan leaves that to the installation.</summary>
        public Via? Via { get; init; }
    }

    /// <summary>Keeps what the flags, metrics and alerts are now.</summary>
    public sealed record Capture(string Id, ImmutableArray<string> What) : Effect(Id);

    public sealed record CallWebhook(string Id, string Url, string Reason) : Effect(Id);
}
