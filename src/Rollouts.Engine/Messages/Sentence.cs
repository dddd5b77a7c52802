using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A piece of a sentence. What comes from outside is only ever a <see cref="Text"/>, <see cref="Strong"/> or <see cref="Code"/>: every rendering escapes those.</summary>
public abstract record Inline
{
    private Inline()
    {
    }

    public sealed record Text(string Value) : Inline;

    public sealed record Strong(string Value) : Inline;

    public sealed record Code(string Value) : Inline;

    /// <param name="Id">As the plan or the journal names the person.</param>
    public sealed record Person(string Id) : Inline;

    /// <param name="Id">As the plan names the group.</param>
    public sealed record Group(string Id) : Inline;

    public sealed record When(DateTimeOffset At) : Inline;

    public sealed record Link(Uri To, string Label) : Inline;

    public static Inline FromString(string text) => new Text(text);

    public static implicit operator Inline(string text) => FromString(text);
}

/// <summary>A sentence.</summary>
public sealed record Sentence(ImmutableArray<Inline> Parts)
{
    public static Sentence Of(params ReadOnlySpan<Inline> parts) => new([.. parts]);

    public Sentence And(params ReadOnlySpan<Inline> more) => new([.. Parts, .. more]);

    public Sentence And(Sentence more) => new([.. Parts, .. more.Parts]);

    /// <summary>With a comma between each two.</summary>
    public static Sentence List(IEnumerable<Sentence> each) =>
        new([.. each.SelectMany((words, i) => i == 0 ? words.Parts : [new Inline.Text(", "), .. words.Parts])]);
}
