using Rollouts.Engine;
using Rollouts.Simulation;

namespace Rollouts.Benchmarks;

/// <summary>D7's plan in a world where all goes well, with people who do at once what they are asked.</summary>
internal sealed class D7
{
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, double> World = new(StringComparer.Ordinal)
    {
        ["uploads"] = 10_000, ["uploads_succeeded"] = 9_990, ["error_rate"] = 0.001, ["success_rate"] = 0.999, ["availability"] = 0.9999,
        ["p99_latency"] = 45, ["breaker_opened"] = 0, ["staging_rows"] = 900, ["concurrency_rejections"] = 0, ["complaint_rate"] = 0, ["db_cpu"] = 35,
    };

    private readonly Dictionary<string, Criterion> criteria;
    private long tended;

    public D7(PlanReading.Sound read)
    {
        Plan = read.Plan;
        Virtual = new(Plan, Begin, Read);
        criteria = Plan.Phases
            .SelectMany(phase => phase.Steps.Select(step => step.Next).Append(phase.Enter).Append(phase.Exit))
            .Concat(Plan.Gates.Values).Append(Plan.Go).Append(Plan.Close)
            .SelectMany(gate => gate.Criteria).DistinctBy(criterion => criterion.Key, StringComparer.Ordinal)
            .ToDictionary(criterion => criterion.Key, criterion => criterion.Criterion, StringComparer.Ordinal);
    }

    public Plan Plan { get; }

    public VirtualLaunch Virtual { get; }

    public static PlanReading.Sound Document() =>
        PlanReader.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "d7-ga-soft-launch.yaml"))) is PlanReading.Sound sound
            ? sound
            : throw new InvalidOperationException("D7's plan cannot be read");

    /// <summary>What a source answers.</summary>
    public static Reading Read(ReadingWanted wanted, DateTimeOffset at) =>
        new(wanted.Key, at, wanted.From, World[wanted.Key.Metric], 10_000, World[wanted.Key.Metric] * 10_000, 10_000, "benchmark", null);

    /// <summary>Runs from the start, observed at the plan's interval, for a time or until something holds.</summary>
    public void Run(TimeSpan time, Func<RolloutState, bool>? stop = null)
    {
        Virtual.Start("d7", PersonOf("engineering-lead"));
        var end = Begin + time;
        while (Virtual.Now < end && stop?.Invoke(Virtual.State) != true)
        {
            Tend();
            Virtual.RunUntil(end, () => Virtual.State.Seq != tended);
        }
    }

    public Actor PersonOf(string role)
    {
        var known = Plan.Roles[role];
        return Actor.Of(known.Members.FirstOrDefault() ?? role + "-person", known.Group is { } group ? [group] : []);
    }

    /// <summary>People look whenever something has changed.</summary>
    private void Tend()
    {
        var state = Virtual.State;
        foreach (var gate in Explaining.Gates(Plan, state))
        {
            foreach (var line in gate.Standing.Lines.Where(line => line.Verdict != Verdict.Met)) Meet(criteria[line.Key], gate.Key);
            if (gate.Approval is { } asked)
                foreach (var role in asked.Roles.Where(role => !asked.Given.ContainsKey(role))) Virtual.Give((id, at) => new Input.Approve(id, at, PersonOf(role), asked.Request, "fine"));
        }

        if (Virtual.State.Holds.Values.Any(hold => hold.AskedBy is null) && Virtual.State.OpenDrill is null && Virtual.State.Returning.IsEmpty)
            Virtual.Give((id, at) => new Input.Resume(id, at, PersonOf("engineering-lead"), "go on"));
        tended = Virtual.State.Seq;
    }

    private void Meet(Criterion criterion, string gate)
    {
        switch (criterion)
        {
            case Criterion.OfItem { Item: var item }:
                Virtual.Give((id, at) => new Input.Mark(id, at, PersonOf(item.Owner ?? "engineering-lead"), item.Id, true, new($"https://example.com/{item.Id}", null), gate));
                break;
            case Criterion.OfMetric metric when Plan.Metrics[metric.Metric].Measure == Measure.Reported:
                Virtual.Give((id, at) => new Input.ReportValue(id, at, PersonOf("engineering-lead"), metric.Metric, metric.Scope, 0, 1));
                break;
            case Criterion.OfDrill drill when Virtual.State.OpenDrill is null:
                Virtual.Give((id, at) => new Input.StartDrill(id, at, PersonOf("engineering-lead"), drill.Drill));
                break;
        }
    }
}
