namespace Rollouts;

/// <summary>Triggers, missed criteria that ask for something, and rules that have gone blind: each acts once for each time it becomes true.</summary>
/// <remarks>
/// Once people have undone what it did and it is as bad as before, it acts again.
/// A trigger that counts reports, incidents or alerts counts anew once it has fired: the next ones fire it again.
/// What several members' gates find at once pauses the launch once.
/// </remarks>
internal static class Guarding
{
    /// <param name="Told">What people said that made it true, for those who are told of it; null where numbers did.</param>
    private sealed record Guarded(string Name, string Member, bool Holds, bool Cleared, CriterionLine Line, Reaction Do, string? Told = null)
    {
        /// <summary>The metric it rests on and how long it must have lasted; null where no reading makes it true again.</summary>
        public (Criterion.OfMetric Criterion, TimeSpan For)? Rests { get; init; }
    }

    public static void Guard(Turn turn)
    {
        if (!Stands(turn.State)) return;
        var paused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in Triggers(turn).Concat(MissedCriteria(turn)).Concat(BlindGates(turn)).ToArray())
        {
            var fired = HasFired(turn) && turn.State.Fired.Contains(rule.Name + "@" + rule.Member);
            if (fired && rule.Cleared) turn.Add(new RolloutEvent.TriggerCleared(rule.Name, rule.Member));
            if (!rule.Holds || (fired && !HasComeAgain(turn, rule))) continue;
            turn.Add(new RolloutEvent.TriggerFired(rule.Name, rule.Member, rule.Line));
            var source = $"{rule.Name}{(rule.Member.Length > 0 ? $" ({rule.Member})" : "")}: ";
            var stays = Holds(turn, rule.Do, source) || (rule.Do.Move is Move.Pause or Move.Halt && !paused.Add(rule.Line.Rule));
            Reacting.React(turn, stays ? rule.Do with { Move = null } : rule.Do, source + (rule.Told ?? rule.Line.Because), rule.Member);
        }
    }

    /// <summary>The triggers that stand guard now, with the member each is about.</summary>
    public static IEnumerable<(Trigger Trigger, string Member)> Standing(Plan plan, RolloutState state)
    {
        if (!Stands(state)) yield break;
        foreach (var trigger in plan.Triggers)
        {
            if (trigger.From is { } from && state.Main.Phase < Phase(plan, from)) continue;
            if (!trigger.PerMember)
            {
                yield return (trigger, "");
                continue;
            }

            foreach (var member in state.Members.Values.Where(member => member.In)) yield return (trigger, member.Member);
        }
    }

    public static string Key(Trigger trigger, string member) => $"trigger {trigger.Name}@{member}";

    /// <summary>From the first exposure to the end; a drill's events count for no trigger.</summary>
    private static bool Stands(RolloutState state) =>
        state is { Governing: true, OpenDrill: null, Stage: RolloutStage.Running or RolloutStage.Watching };

    private static bool HasComeAgain(Turn turn, Guarded rule) =>
        rule.Rests is var (criterion, sustained) && Recurring.HasComeAgain(turn, rule.Name, rule.Member, criterion, sustained, rule.Do);

    /// <summary>True when the same rule holds the launch already, and nobody has asked to resume since.</summary>
    private static bool Holds(Turn turn, Reaction reaction, string source) => reaction.Move is Move.Pause or Move.Halt
        && turn.State.Holds.Values.Any(hold => hold.AskedBy is null && hold.Cause.StartsWith(source, StringComparison.Ordinal));

    private static IEnumerable<Guarded> Triggers(Turn turn)
    {
        foreach (var (trigger, member) in Standing(turn.Plan, turn.State))
        {
            var key = Key(trigger, member);
            var asked = new Question(
                key, trigger.Name, trigger.Rule, member, Since(turn, member), DateTimeOffset.MinValue, false,
                turn.State.LastFired.GetValueOrDefault(trigger.Name + "@" + member), Fires: true);
            var line = Judging.Judge(turn, trigger.When, asked);
            turn.Record(key, line);
            var told = line.Verdict == Verdict.Met && trigger.When is Criterion.OfTally tally ? Tallies.Told(turn.State, tally.Tally, tally.Of, member) : null;
            yield return new(trigger.Name, member, line.Verdict == Verdict.Met, line.Verdict == Verdict.Missed, line, trigger.Do, told)
            {
                Rests = trigger.When is Criterion.OfMetric metric ? (metric, metric.Sustained) : null,
            };
            if (trigger.Blind is not { } blind || !turn.Fresh.Contains(key)) continue;
            var dark = IsDark(line);
            var since = turn.State.Criteria.TryGetValue(key, out var known) && known.Line.Now == line.Now ? known.Since : asked.Opened;
            yield return new(trigger.Name + " is blind", member, dark && turn.Now - since >= blind.After, !dark, line, blind.Then);
        }
    }

    /// <summary>
    /// Of the gates on the way up only: a hold that its own resume gate calls for would call for the next. What holds, but not yet for as long as it must, is not missed.
    /// </summary>
    private static IEnumerable<Guarded> MissedCriteria(Turn turn) =>
        from active in turn.Gates
        where !active.Resumes
        from criterion in active.Criteria
        where !criterion.Asks.Missed.IsNothing && turn.Judged.ContainsKey(criterion.StateKey)
        let line = turn.Judged[criterion.StateKey]
        where line.Now == Verdict.Missed || HasFired(turn)
        select new Guarded("missed " + criterion.StateKey, active.Member, line.Now == Verdict.Missed, line.Now == Verdict.Met, line, criterion.Asks.Missed)
        {
            Rests = criterion.Asks.Criterion is Criterion.OfMetric metric ? (metric, TimeSpan.Zero) : null,
        };

    private static IEnumerable<Guarded> BlindGates(Turn turn) =>
        from active in turn.Gates
        where !active.Resumes && active.Gate.NoData is not null
        from criterion in active.Criteria
        where criterion.Asks.Criterion is Criterion.OfMetric
        let key = criterion.StateKey
        where turn.Fresh.Contains(key) && turn.Judged.ContainsKey(key)
        let line = turn.Judged[key]
        let dark = IsDark(line)
        where dark || HasFired(turn)
        let known = turn.State.Criteria.GetValueOrDefault(key)
        let since = known is not null && known.Line.Now == line.Now ? known.Since : turn.State.Gates[active.Key].Opened
        select new Guarded("no data for " + key, active.Member, dark && turn.Now - since >= active.Gate.NoData!.After, !dark, line, active.Gate.NoData!.Then);

    /// <summary>Otherwise there is nothing to clear.</summary>
    private static bool HasFired(Turn turn) => !turn.State.Fired.IsEmpty;

    /// <summary>Too few samples is little traffic, not blindness.</summary>
    private static bool IsDark(CriterionLine line) => line.Now == Verdict.Error || (line.Now == Verdict.NoData && line.Samples == 0);

    private static DateTimeOffset Since(Turn turn, string member) =>
        member.Length > 0 ? turn.State.Members[member].Began : turn.State.Main.AttemptBegan;

    private static int Phase(Plan plan, string name)
    {
        for (var i = 0; i < plan.Phases.Length; i++)
            if (plan.Phases[i].Name == name) return i;
        throw new InvalidOperationException($"the plan has no phase {name}");
    }
}
