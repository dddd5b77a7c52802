namespace Rollouts.Simulation;

/// <summary>What people do by habit: answer what they are asked, mark what a gate waits for, rehearse, do their tasks, report values.</summary>
internal sealed class People(Performance performance)
{
    private readonly Dictionary<string, Gate> gates = GatesByName(performance.Plan);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double?> reported = new(StringComparer.Ordinal);
    private long attended = -1;
    private DateTimeOffset lastReport = DateTimeOffset.MinValue;

    public required Habits Habits
    {
        get;
        set
        {
            field = value;
            attended = -1;
        }
    }

    private Plan Plan => performance.Plan;

    private RolloutState State => performance.State;

    /// <summary>Does all that is asked now, until nothing more is asked.</summary>
    public void Attend()
    {
        ReportChanges();
        while (attended != State.Seq && !State.IsFinished)
        {
            attended = State.Seq;
            var open = performance.Gates();
            foreach (var gate in open) AttendGate(gate);
            if (Habits.Drills is not null) ResumeAfterDrill();
            if (Habits.Tasks is not { } time) continue;
            foreach (var task in State.Tasks.Values.Where(task => task.Done is null).ToArray())
                Later("task " + task.Id, time, () => Give((id, at) => new Input.CompleteTask(id, at, OwnerOf(task.Owner), task.Id, "done")));
        }
    }

    private void AttendGate(GateView gate)
    {
        if (gate.Approval is { } request && Habits.Approvals is { } approving)
            foreach (var role in request.Roles.Where(role => !request.Given.ContainsKey(role)))
                Later($"approval {request.Request} {role}", approving, () => Answer(request.Request, role));
        if (!gates.TryGetValue(gate.Name, out var known)) return;
        foreach (var (line, criterion) in gate.Standing.Lines.Zip(known.Criteria))
        {
            if (line.Verdict != Verdict.NoData) continue;
            switch (criterion.Criterion)
            {
                case Criterion.OfItem { Item: var item } when Habits.Items is { } marking:
                    Later($"{gate.Key} {item.Id} {State.Items.GetValueOrDefault(item.Id)?.At.Ticks}", marking, () => Give((id, at) =>
                        new Input.Mark(id, at, OwnerOf(item.Owner), item.Id, true, EvidenceAtHand.Of(Plan, item), "done")));
                    break;
                case Criterion.OfDrill { Drill: var drill } when Habits.Drills is { } rehearsing && State.OpenDrill is null:
                    Later($"{gate.Key} {drill}", rehearsing, () => Give((id, at) => new Input.StartDrill(id, at, performance.Cast.WhoMay("drill"), drill)));
                    break;
                case Criterion.OfMetric metric when Plan.Metrics[metric.Metric].Measure == Measure.Reported:
                    Report(gate.Key, metric.Metric);
                    break;
            }
        }
    }

    /// <summary>A drill that throws a kill switch holds the launch; it goes on when someone resumes it.</summary>
    private void ResumeAfterDrill()
    {
        if (State.OpenDrill is null && State.Holds.Values.Any(hold => hold.AskedBy is null && (hold.Cause.Contains("drill by ", StringComparison.Ordinal) || hold.Cause.Contains("since the drill ", StringComparison.Ordinal))))
            Give((id, at) => new Input.Resume(id, at, performance.Cast.WhoMay("resume"), "the drill is over"));
    }

    private void Answer(string request, string role)
    {
        if (State.Gates.Values.Any(gate => gate.Approval is { } open && open.Request == request && !open.Given.ContainsKey(role)))
            Give((id, at) => new Input.Approve(id, at, performance.Cast.Of(role), request, "yes"));
    }

    /// <summary>Whoever reports a metric says so when it changes.</summary>
    private void ReportChanges()
    {
        if (performance.Now == lastReport || State.Stage == RolloutStage.New || State.IsFinished) return;
        lastReport = performance.Now;
        foreach (var (metric, scope, value, samples) in performance.World.Reports(performance.Now).ToArray())
            if (!reported.TryGetValue(metric + "@" + scope, out var before) || before != value) Tell(metric, scope, value, samples);
    }

    /// <summary>A gate waits for a report: it is made again when the last is too old for it.</summary>
    private void Report(string gate, string metric)
    {
        foreach (var told in performance.World.Reports(performance.Now).Where(told => told.Metric == metric).ToArray())
            if (seen.Add($"{gate} {metric} {told.Scope} {State.Reported.GetValueOrDefault(metric + "@" + told.Scope)?.At.Ticks}")) Tell(metric, told.Scope, told.Value, told.Samples);
    }

    private void Tell(string metric, string scope, double? value, double samples)
    {
        reported[metric + "@" + scope] = value;
        if (value is { } known)
            Give((id, at) => new Input.ReportValue(id, at, Actor.Of("someone who reports"), metric, scope.Length == 0 ? null : scope, known, samples));
    }

    private void Later(string what, TimeSpan time, Action act)
    {
        if (!seen.Add(what)) return;
        if (time == TimeSpan.Zero) act();
        else performance.Launch.Schedule(performance.Now + time, act);
    }

    /// <summary>A habit that is refused changes nothing: what it was for stays asked for.</summary>
    private void Give(Func<string, DateTimeOffset, Input> make) => performance.Launch.Give(make);

    private Actor OwnerOf(string? role) => role is null ? performance.Cast.WhoMay("mark") : performance.Cast.Of(role);

    private static Dictionary<string, Gate> GatesByName(Plan plan)
    {
        var byName = new Dictionary<string, Gate>(StringComparer.Ordinal);
        foreach (var gate in plan.AllGates()) byName[gate.Name] = gate;
        return byName;
    }
}
