using System.Collections.Concurrent;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>What the drivers of each launch were woken for last, by this process: a thousand inputs at once wake them a few times, not a thousand.</summary>
internal sealed class NudgeBook(TimeProvider time)
{
    /// <summary>A driver that a nudge did not reach is nudged again for the same thing.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(20);

    /// <summary>A driver that was woken to drain has done so by then: what was stored since is for another nudge.</summary>
    private static readonly TimeSpan Drained = TimeSpan.FromMilliseconds(500);

    /// <summary>A phase's driver that its parent has not started by then is not going to be.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Page> pages = new(StringComparer.Ordinal);

    public Page Of(string rollout) => pages.GetOrAdd(rollout, _ => new(time));

    /// <summary>What drivers are to find out for themselves.</summary>
    public const string Undecided = "?";

    /// <summary>Everything a driver can find changed when it wakes.</summary>
    public static string MarkOf(Drained known) =>
        FormattableString.Invariant($"{string.Join(',', known.State.Returning.Keys)}|{string.Join(',', known.Work.Effects.Select(effect => effect.Id))}|{known.Work.Wake:O}|")
        + DriveStage.Of(known.Plan, known.State) + "|" + StatusLine.Of(known.Plan, known.State, known.State.At);

    internal sealed class Page(TimeProvider time)
    {
        private string mark = "";
        private DateTimeOffset marked;
        private (string Driver, DateTimeOffset Since)? missing;

        /// <summary>Held by who nudges: those who come meanwhile find what they came for done.</summary>
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public bool Knows(string now) => mark == now && time.GetUtcNow() - marked < (now == Undecided ? Drained : Forgotten);

        public void Write(string now) => (mark, marked) = (now, time.GetUtcNow());

        public void Found() => missing = null;

        /// <summary>True when this driver was missing at every look for too long.</summary>
        public bool IsLost(string driver)
        {
            if (missing?.Driver != driver) missing = (driver, time.GetUtcNow());
            return time.GetUtcNow() - missing.Value.Since > Patience;
        }
    }
}
