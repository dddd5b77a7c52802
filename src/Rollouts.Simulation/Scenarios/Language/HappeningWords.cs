using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>What has happened since the launch began.</summary>
internal static class HappeningWords
{
    private static readonly string[] Events = [.. Chronicle.EventNames];

    public static void Of(ExpectShape expect)
    {
        expect.Counted("fired", new CountedShape("triggers", NameKind.Trigger), "Triggers that have fired since the start, or how often each has.", Fired);
        expect.Each("not-fired", new SeveralShape("triggers", NameKind.Trigger), "Triggers that have not fired since the start.", (p, name) => Not(Fired(p, name)));
        expect.Counted("happened", new CountedShape("events", null, Events), "Events of the journal that have happened since the start, or how often each has: phase-overdue, approval-escalated.", Happened);
        expect.Each("not-happened", new SeveralShape("events", null, Events), "Events of the journal that have not happened since the start.", (p, name) => Not(Happened(p, name)));
        expect.Each("passed", new SeveralShape("gates", NameKind.Gate), "Gates that have been passed since the start: by name, or a member for its own gate.", (p, gate) => In(p.Chronicle.Passed, gate));
        expect.Each("failed", new SeveralShape("gates", NameKind.Gate), "Gates that have failed since the start.", (p, gate) => In(p.Chronicle.Failed, gate));
        expect.Each("reviews", new EachShape("reviews", NameKind.Gate, HoldingWords.StatusWords), "What the last review of a gate, or of a member, said.", Review);
        expect.Each("posted", new EachShape("channels", null, [], _ => true), "Texts that a message in a channel contains, since the start.", Posted);
        expect.Each("not-posted", new EachShape("channels", null, [], _ => true), "Texts that no message in a channel contains, since the start.", (p, channel, text) =>
            Posted(p, channel, text) is var sight && sight.Holds ? new(false, $"posted: {text}") : new(true, sight.Actual));
        expect.Word("ways-back", Words.Count, "How many ways back there were, drills not counted.", (p, count) => StandingWords.Same(p.State.WaysBack.Length, count));
        expect.Word("pauses", Words.Count, "How many pauses there were.", (p, count) => StandingWords.Same(p.State.Pauses.Length, count));
    }

    private static int Fired(Performance p, string trigger) => p.Chronicle.Fired.GetValueOrDefault(trigger);

    private static int Happened(Performance p, string name) => p.Chronicle.Happened.GetValueOrDefault(name);

    private static Sight Not(int times) => new(times == 0, FormattableString.Invariant($"{times} times"));

    private static Sight In(IReadOnlyCollection<string> names, string name) => new(names.Contains(name), names.Count == 0 ? "none" : string.Join(", ", names));

    private static Sight Review(Performance p, string gate, string word)
    {
        var actual = p.Chronicle.Reviews.TryGetValue(gate, out var status) ? HoldingWords.WordOf(Enum.Parse<GateStatus>(status)) : "no review was held";
        return new(actual == word, actual);
    }

    private static Sight Posted(Performance p, string channel, string text)
    {
        var posts = p.Chronicle.Posted.Where(post => post.Channel == channel).ToArray();
        var actual = posts.Length == 0 ? $"nothing was posted in {channel}" : "last posted: " + posts[^1].Text;
        return new(posts.Any(post => post.Text.Contains(text, StringComparison.OrdinalIgnoreCase)), actual);
    }
}
