namespace Rollouts.Engine;

/// <summary>Counts what a commit appended: every entry is committed once, by one process, so that sums over processes are right.</summary>
internal static class JournalMetrics
{
    /// <param name="before">The state before the first of the entries.</param>
    /// <param name="waysBack">Of the whole journal, these entries included.</param>
    public static void Count(Plan plan, RolloutState before, IEnumerable<Entry> entries, WayBackTimes waysBack, DateTimeOffset now)
    {
        if (!LaunchMeter.Enabled) return;
        var state = before;
        foreach (var entry in entries)
        {
            Time(plan, state, entry.Input.At);
            var after = Evolution.Evolve(state, plan, entry);
            var name = KeyValuePair.Create<string, object?>(Tags.Name, after.Rollout);
            if (entry.Input.IsFromOutside)
            {
                LaunchMeter.DecisionDuration.Record(
                    Seconds(now - entry.Input.At), name, new(Tags.Input, JsonName.Of(entry.Input)), new(Tags.Outcome, entry.Outcome is Outcome.Refused ? "refused" : "accepted"));
            }

            foreach (var happened in entry.Events) Count(state, happened, entry.Input.At, waysBack, name);
            state = after;
        }
    }

    /// <summary>The time since the entry before, which the launch spent as it then stood.</summary>
    private static void Time(Plan plan, RolloutState state, DateTimeOffset until)
    {
        if (until > state.At && Pacing.Of(plan, state, state.At) is { } pace)
            LaunchMeter.Time.Add((until - state.At).TotalSeconds, new(Tags.Name, state.Rollout), new(Tags.Pace, MetricWords.Of(pace)));
    }

    private static void Count(RolloutState state, RolloutEvent happened, DateTimeOffset at, WayBackTimes waysBack, KeyValuePair<string, object?> name)
    {
        switch (happened)
        {
            case RolloutEvent.GatePassed e:
                LaunchMeter.GateVerdicts.Add(1, name, new(Tags.Gate, GateOf(e.Gate)), new(Tags.Verdict, e.Conditional ? "conditional" : "pass"));
                break;
            case RolloutEvent.GateFailed e:
                LaunchMeter.GateVerdicts.Add(1, name, new(Tags.Gate, GateOf(e.Gate)), new(Tags.Verdict, "fail"));
                break;
            case RolloutEvent.ReviewHeld e:
                LaunchMeter.Reviews.Add(1, name, new(Tags.Gate, GateOf(e.Gate)), new(Tags.Verdict, e.Status.ToLowerInvariant()));
                break;
            case RolloutEvent.VerdictChanged e:
                LaunchMeter.CriterionChanges.Add(1, name, new(Tags.Verdict, MetricWords.Of(e.Line.Verdict)));
                break;
            case RolloutEvent.TriggerFired e:
                LaunchMeter.TriggersFired.Add(1, name, new(Tags.Trigger, e.Trigger));
                break;
            case RolloutEvent.ApprovalGiven e:
                Answered(state, e.Request, e.Role, "given", at, name);
                break;
            case RolloutEvent.ApprovalRejected e:
                Answered(state, e.Request, e.Role, "rejected", at, name);
                break;
            case RolloutEvent.Fenced e when waysBack.Of(e.Number) is { ToFence: { } time } back:
                LaunchMeter.RollbackDuration.Record(time.TotalSeconds, name, new(Tags.Drill, back.Drill));
                break;
            case RolloutEvent.WayBackEnded e when waysBack.Of(e.Number) is { ToEnd: { } time } back:
                LaunchMeter.RollbackProcedureDuration.Record(time.TotalSeconds, name, new(Tags.Drill, back.Drill));
                break;
            case RolloutEvent.EffectDone e:
                Done(state, e.Effect, "done", at, name);
                break;
            case RolloutEvent.EffectGivenUp e:
                Done(state, e.Effect, "given_up", at, name);
                break;
        }
    }

    private static void Answered(RolloutState state, string request, string role, string outcome, DateTimeOffset at, KeyValuePair<string, object?> name)
    {
        if (state.Gates.Values.FirstOrDefault(gate => gate.Approval?.Request == request)?.Approval is not { } asked) return;
        LaunchMeter.ApprovalDuration.Record(Seconds(at - asked.Asked), name, new(Tags.Role, role), new(Tags.Outcome, outcome));
    }

    private static void Done(RolloutState state, string effect, string outcome, DateTimeOffset at, KeyValuePair<string, object?> name)
    {
        if (!state.Pending.TryGetValue(effect, out var pending)) return;
        LaunchMeter.EffectDuration.Record(Seconds(at - pending.Planned), name, new(Tags.Effect, JsonName.Of(pending.Effect)), new(Tags.Outcome, outcome));
    }

    /// <summary>A gate's key without its attempt: attempts would make series without end.</summary>
    private static string GateOf(string key) => key.LastIndexOf('#') is > 0 and var at ? key[..at] : key;

    /// <summary>Clocks of two processes may differ a little.</summary>
    private static double Seconds(TimeSpan time) => Math.Max(0, time.TotalSeconds);
}
