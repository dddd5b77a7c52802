using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts;

/// <summary>Judges the gates that the launch stands before, keeps their streaks, reviews and approvals, and says when one is ripe.</summary>
internal static class Gatekeeping
{
    public static string MemberGate(MemberTrack member) => string.Create(CultureInfo.InvariantCulture, $"{member.Member}#{member.Attempt}");

    public static string EnterGate(Plan plan, RolloutState state) => Attempt(state, plan.Phases[state.Main.Phase].Name + " enter");

    public static string StepGate(Plan plan, RolloutState state) =>
        Attempt(state, string.Create(CultureInfo.InvariantCulture, $"{plan.Phases[state.Main.Phase].Name} step {state.Main.Step + 1}"));

    public static string ExitGate(Plan plan, RolloutState state) => Attempt(state, plan.Phases[state.Main.Phase].Name);

    public static string WaveGate(Plan plan, RolloutState state, int wave) =>
        Attempt(state, string.Create(CultureInfo.InvariantCulture, $"{plan.Phases[state.Main.Phase].Name} wave {wave + 1}"));

    public static string ResumeGate(Hold hold) => "resume " + hold.Id;

    public static string ReArmGate(string flag, TurnedOff off) => string.Create(CultureInfo.InvariantCulture, $"re-arm {flag}@{off.Seq}");

    public static string ReturnGate(MemberTrack member) => string.Create(CultureInfo.InvariantCulture, $"re-admit {member.Member}#{member.Attempt}");

    public const string GoGate = "go";

    public const string CloseGate = "close";

    /// <summary>The gates the launch stands before, in a fixed order.</summary>
    public static IEnumerable<ActiveGate> Active(Plan plan, RolloutState state)
    {
        var main = state.Main;
        if (state.Stage == RolloutStage.Preparing) yield return new(GoGate, plan.Go, "", DateTimeOffset.MinValue);
        if (state.Stage == RolloutStage.Running)
        {
            var phase = plan.Phases[main.Phase];
            if (main.Stage == TrackStage.Entering) yield return new(EnterGate(plan, state), phase.Enter, "", DateTimeOffset.MinValue);
            if (main.Stage is TrackStage.Applying or TrackStage.Running && main.PhaseClock is not null)
            {
                if (main.Step < phase.Steps.Length - 1)
                    yield return new(StepGate(plan, state), phase.Steps[main.Step].Next, "", main.AttemptBegan);
                yield return new(ExitGate(plan, state), phase.Exit, "", main.AttemptBegan);
                if (Admitting.NextWave(plan, state) is { } wave)
                    yield return new(WaveGate(plan, state, wave), phase.Members!.Waves[wave].Gate, "", DateTimeOffset.MinValue);
            }
        }

        foreach (var member in state.Members.Values)
        {
            if (member.In) yield return new(MemberGate(member), plan.Phases[member.Phase].Members!.Gate, member.Member, member.Began);
            else if (member.AskedBy is not null) yield return new(ReturnGate(member), Resuming.GateNamed(plan, plan.ResumeWayBack, ReturnGate(member)), member.Member, member.Began);
        }

        foreach (var gate in Resuming.Gates(plan, state)) yield return gate;
        if (state.Stage == RolloutStage.Watching) yield return new(CloseGate, plan.Close, "", DateTimeOffset.MinValue);
    }

    /// <summary>Judges every criterion of every active gate, and records what changed.</summary>
    public static IReadOnlyDictionary<string, GateStanding> Judge(Turn turn)
    {
        var standings = new Dictionary<string, GateStanding>(StringComparer.Ordinal);
        foreach (var active in turn.Gates)
        {
            if (!turn.State.Gates.ContainsKey(active.Key)) turn.Add(new RolloutEvent.GateOpened(active.Key));
            standings[active.Key] = Stand(turn, active);
        }

        return standings;
    }

    /// <summary>Streaks, reviews, voided approvals, deadlines: what happens at a gate whether or not it is decided now.</summary>
    public static void Tend(Turn turn, IReadOnlyDictionary<string, GateStanding> standings)
    {
        foreach (var active in turn.Gates)
        {
            if (!standings.TryGetValue(active.Key, out var standing) || !turn.State.Gates.TryGetValue(active.Key, out var state)) continue;
            var fresh = IsFresh(turn, active);
            var counts = active.Resumes || turn.State.Holds.IsEmpty;
            if (state.PassingSince is not null != standing.Passes && active.Gate.Holding is Holding.Continuously && (fresh || !standing.Passes) && counts)
                turn.Add(new RolloutEvent.GateStreakChanged(active.Key, standing.Passes));
            if (fresh && active.Gate.Review is { } review && turn.Now >= review.NextAfter(state.LastReview ?? state.Opened, state.Opened))
                Reviewing.Hold(turn, active, standing);
            Approving.Tend(turn, active, standing);
            if (active.Member.Length > 0 && !state.Passed && fresh && IsDecided(turn, active, standing))
                turn.Add(new RolloutEvent.GatePassed(active.Key, standing.Status == GateStatus.Conditional, standing.Lines));
        }

        // Only what happened can have led the launch away from a gate.
        if (turn.Count > 0) Approving.Lapse(turn);
    }

    /// <summary>True when the gate passes on what was observed in this very turn, long or often enough, with the approvals it asks for. Asks for them if they are all that is missing.</summary>
    public static bool IsRipe(Turn turn, string key)
    {
        var active = turn.Gates.FirstOrDefault(active => active.Key == key);
        if (active is null || !turn.State.Gates.ContainsKey(key)) return false;
        var standing = Stand(turn, active);
        return IsFresh(turn, active) && IsDecided(turn, active, standing) && Approving.IsGranted(turn, active, standing);
    }

    /// <summary>A gate with reviews is decided at a review: one that was held before the time at the step was over has decided about less than the whole of it.</summary>
    /// <remarks>Where reviews in a row are counted, the count decides, and is reached whenever it is.</remarks>
    public static bool IsReviewedSince(Turn turn, string key, DateTimeOffset over) =>
        turn.Gates.FirstOrDefault(active => active.Key == key) is not { Gate: { Review: not null, Holding: not Holding.Reviews } }
        || (turn.State.Gates.TryGetValue(key, out var gate) && gate.LastReview >= over);

    /// <summary>Records that a ripe gate was passed, with the lines it was passed on.</summary>
    public static void Pass(Turn turn, string key)
    {
        var standing = Stand(turn, turn.Gates.First(active => active.Key == key));
        turn.Add(new RolloutEvent.GatePassed(key, standing.Status == GateStatus.Conditional, standing.Lines));
    }

    /// <summary>A gate was decided and does not pass: what the plan says for the cause, or a hold.</summary>
    public static void Fail(Turn turn, ActiveGate active, string cause, Reaction reaction)
    {
        var standing = Stand(turn, active);
        turn.Add(new RolloutEvent.GateFailed(active.Key, cause, standing.Lines));
        var because = $"gate {active.Gate.Name} failed: {cause}";
        if (reaction.Move is null) Pausing.Hold(turn, HoldKind.Failed, because, reaction.Resume);
        Reacting.React(turn, reaction, because, active.Member);
    }

    public static GateStanding Stand(Turn turn, ActiveGate active)
    {
        if (turn.StandingOf(active.Key) is { } known) return known;
        var before = turn.State;
        var opened = before.Gates.TryGetValue(active.Key, out var state) ? state.Opened : turn.Now;
        var lines = active.Criteria.Select(criterion => Line(turn, active, criterion, opened)).ToImmutableArray();
        var standing = GateStanding.Of(active.Gate, lines, [.. state?.Mitigations.Keys ?? []]);
        if (ReferenceEquals(before, turn.State)) turn.Keep(active.Key, standing);
        return standing;
    }

    private static CriterionLine Line(Turn turn, ActiveGate active, AskedCriterion criterion, DateTimeOffset opened)
    {
        var (key, asks) = criterion;
        var asked = new Question(key, asks.Key, asks.Rule, active.Member, opened, active.MarksSince, asks.Critical);
        var due = asks.DueAfter(opened);
        var line = turn.Now < due
            ? Judging.NotDue(asked, due)
            : Judging.Judge(turn, asks.Criterion, asked);
        if (line.Verdict == Verdict.NotDue) turn.Fresh.Add(key);
        turn.Record(key, line, asks.Criterion is Criterion.OfEqualEvidence or Criterion.OfEveryTrack);
        return line;
    }

    private static bool IsFresh(Turn turn, ActiveGate active) =>
        active.Criteria.All(criterion => turn.Fresh.Contains(criterion.StateKey));

    private static bool IsDecided(Turn turn, ActiveGate active, GateStanding standing)
    {
        if (!standing.Passes) return false;
        var state = turn.State.Gates[active.Key];
        return active.Gate switch
        {
            { Holding: Holding.Continuously held } => state.PassingSince is { } since && turn.Now - since >= held.Time && Reviewed(active.Gate, state, 1),
            { Holding: Holding.Reviews reviews } => state.ReviewsPassed >= reviews.Count && state.LastStatus is { } last && GateState.IsPass(last),
            _ => Reviewed(active.Gate, state, 1),
        };
    }

    private static bool Reviewed(Gate gate, GateState state, int times) => gate.Review is null || state.ReviewsPassed >= times;

    private static string Attempt(RolloutState state, string gate) => string.Create(CultureInfo.InvariantCulture, $"{gate}#{state.Main.Attempt}");
}
