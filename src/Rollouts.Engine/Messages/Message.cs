using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What people are told, before it is known on which channel: composed once, rendered for each.</summary>
/// <param name="Subject">Messages of one subject are one message that updates, where a channel can.</param>
/// <param name="Headline">What it is about, in a few words.</param>
/// <param name="Summary">In one line: for notifications, and where nothing else is shown.</param>
/// <param name="More">Where what was left out can be seen.</param>
public sealed record Message(string Subject, string Headline, Sentence Summary, ImmutableArray<MessagePart> Parts, Sentence More);

/// <summary>A part of a message. A closed hierarchy.</summary>
public abstract record MessagePart
{
    private MessagePart()
    {
    }

    public sealed record Paragraph(Sentence Sentence) : MessagePart;

    public sealed record Facts(ImmutableArray<Fact> Each) : MessagePart;

    /// <summary>A list; when there is no room for all, its end is left out and counted.</summary>
    public sealed record Lines(string Title, ImmutableArray<MarkedLine> Each) : MessagePart
    {
        /// <summary>One part for each group, in the order in which they are met; those without a group stand under <paramref name="otherwise"/>.</summary>
        public static IEnumerable<MessagePart> Grouped(string otherwise, IEnumerable<(string? Group, MarkedLine Line)> lines) =>
            lines.GroupBy(each => each.Group ?? otherwise, each => each.Line, StringComparer.Ordinal).Select(group => new Lines(group.Key, [.. group]));
    }

    public sealed record Fine(Sentence Sentence) : MessagePart;

    public sealed record Choices(ImmutableArray<Choice> Each) : MessagePart;
}

public sealed record Fact(string Label, Sentence Sentence);

public sealed record MarkedLine(Tick Tick, Sentence Sentence);

public enum Tick
{
    Met,
    Missed,
    NoData,
    NotDue,
    Waiting,
    Running,
    Done,
    Failed,
}

public enum Tone
{
    Plain,
    Good,
    Grave,
}

/// <summary>Something a person can do about the message.</summary>
/// <param name="Command">The same for a terminal.</param>
public sealed record Choice(Decision Decision, string Label, Tone Tone, string Command);

public enum DecisionKind
{
    Approve,
    Reject,
    Mitigate,
    Mark,
    CompleteTask,
    MoreTime,
    Acknowledge,
    ResolveIncident,
    Pause,
    Resume,
    RollBack,
    Why,
}

/// <summary>What a choice decides.</summary>
/// <param name="About">The request, item, task or incident; for a mitigation the gate's key, a line break and the criterion's key.</param>
public sealed record Decision(DecisionKind Kind, string Rollout, string About);
