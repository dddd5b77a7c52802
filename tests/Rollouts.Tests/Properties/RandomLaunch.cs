using System.Collections.Immutable;

namespace Rollouts.Tests.Properties;

/// <summary>A launch that acts are done to one after the other; every decision is held against what must always be true.</summary>
internal sealed class RandomLaunch
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(31), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(16),
        TimeSpan.FromHours(2), TimeSpan.FromHours(25), TimeSpan.FromDays(3.1), TimeSpan.FromDays(8),
    ];

    private readonly List<Entry> journal = [];
    private readonly List<string> carriedOut = [];
    private readonly Dictionary<string, Weather> weather = new(StringComparer.Ordinal);
    private readonly Invariants invariants;
    private readonly ImmutableArray<ChecklistItem> items;
    private int inputs;

    public RandomLaunch(Plan plan)
    {
        Plan = plan;
        invariants = new(plan);
        items = [.. PlanParts.Items(plan)];
        Give((id, at) => new Input.Start(id, at, Starter, "launch", plan.Name, plan.Hash));
    }

    public static Actor Starter { get; } = Actor.Of("starter-person");

    public Plan Plan { get; }

    public Ledger Ledger { get; private set; } = Ledger.Empty;

    public RolloutState State => Ledger.State;

    public DateTimeOffset Now { get; private set; } = TestLaunch.Begin;

    public IReadOnlyList<Entry> Journal => journal;

    private Input? Last { get; set; }

    public void Do(Act act)
    {
        var which = act.Which;
        switch (act.Deed)
        {
            case Deed.Observe: Observe(); break;
            case Deed.Tick: Give((id, at) => new Input.Tick(id, at)); break;
            case Deed.Wait: Wait(Pick(Waits, which)); break;
            case Deed.Progress: Progress(Pick(Waits, which / 3)); break;
            case Deed.Weather: weather[Pick([.. Plan.Metrics.Keys.DefaultIfEmpty("")], which)] = (Weather)(which / 7 % 6); Observe(); break;
            case Deed.Approve: Give((id, at) => new Input.Approve(id, at, Someone(which), Pick([null, .. Requests()], which / 5), "")); break;
            case Deed.Reject: Give((id, at) => new Input.Reject(id, at, Someone(which), Pick([null, .. Requests()], which / 5), "no")); break;
            case Deed.Mitigate: Mitigate(which); break;
            case Deed.Mark when items.Length > 0: Mark(Pick([.. items], which), Someone(which / 5), which % 7 != 0); break;
            case Deed.CompleteTask: Give((id, at) => new Input.CompleteTask(id, at, Someone(which), Pick([.. State.Tasks.Keys, "task-0.0"], which / 5), "")); break;
            case Deed.Report: Give((id, at) => new Input.Report(id, at, Someone(which), Pick(PlanParts.Kinds, which), $"key-{which / 5 % 2}", Pick([null, .. State.Members.Keys], which / 10), "")); break;
            case Deed.ReportValue: ReportValue(Pick([.. Plan.Metrics.Keys.DefaultIfEmpty("")], which), which / 5 % 3 / 10d); break;
            case Deed.Alert: Give((id, at) => new Input.Alert(id, at, Actor.System, "here", Pick(PlanParts.Rules, which), $"{Pick(PlanParts.Rules, which)}-{which / 3 % 2}", which / 6 % 3 != 0, "", at - Pick(Waits, which / 18), null)); break;
            case Deed.DeclareIncident: Give((id, at) => new Input.DeclareIncident(id, at, Someone(which), Pick(["P1", "P2", ""], which / 5), "trouble")); break;
            case Deed.ResolveIncident: Give((id, at) => new Input.ResolveIncident(id, at, Someone(which), Pick([.. State.Incidents.Keys, "none"], which / 5), "")); break;
            case Deed.Pause: Give((id, at) => new Input.Pause(id, at, Someone(which), Pick(["lunch", "tea"], which / 5))); break;
            case Deed.Resume: Give((id, at) => new Input.Resume(id, at, Someone(which), "")); break;
            case Deed.Promote: Give((id, at) => new Input.Promote(id, at, Someone(which), "")); break;
            case Deed.RollBack: Give((id, at) => new Input.RollBack(id, at, Someone(which), Pick(PlanParts.Targets(Plan), which / 5), null, "")); break;
            case Deed.RollBackMember: Give((id, at) => new Input.RollBack(id, at, Someone(which), null, Pick([.. State.Members.Keys, "stranger"], which / 5), "")); break;
            case Deed.Throw: Give((id, at) => new Input.Throw(id, at, Someone(which), Pick([null, .. Plan.Flags.Keys], which / 5), "fire")); break;
            case Deed.ReArm: Give((id, at) => new Input.ReArm(id, at, Someone(which), Pick([.. State.Off.Keys, .. Plan.Flags.Keys, .. State.Members.Keys, ""], which / 5), "")); break;
            case Deed.Drill: Give((id, at) => new Input.StartDrill(id, at, Someone(which), Pick([.. Plan.Drills.Keys, "none"], which / 5))); break;
            case Deed.Abort when which % 8 == 0: Give((id, at) => new Input.Abort(id, at, Someone(which), "over")); break;
            case Deed.Close: Give((id, at) => new Input.Close(id, at, Someone(which), "")); break;
            case Deed.CarryOutAll: CarryOutAll(); break;
            case Deed.CarryOutOne when Effects() is { Length: > 0 } pending: CarryOut(Pick(pending, which)); break;
            case Deed.CarryOutAgain when carriedOut.Count > 0: CarryOut(Pick([.. carriedOut], which)); break;
            case Deed.FailOne when Effects() is { Length: > 0 } pending: Give((id, at) => new Input.EffectFailed(id, at, Pick(pending, which), "no", which / 5 % 2 == 0)); break;
            case Deed.Drift: Give((id, at) => new Input.Drifted(id, at, Pick([.. Plan.Keys.DefaultIfEmpty(GovernedKey.Flag("none"))], which), "tag of another")); break;
            case Deed.Again when Last is { } last: Give((_, _) => last); break;
            case Deed.Nonsense: Nonsense(which); break;
        }
    }

    /// <summary>People who help: everything that waits for someone is done, time passes, and it is looked at again.</summary>
    public void Progress(TimeSpan wait)
    {
        CarryOutAll();
        foreach (var item in items) Mark(item, PlanParts.Somebody(Plan, item.Owner), true);
        foreach (var incident in State.Incidents.Values.Where(incident => incident.Resolved is null))
            Give((id, at) => new Input.ResolveIncident(id, at, Everybody, incident.Id, ""));
        foreach (var task in State.Tasks.Values.Where(task => task.Done is null).ToArray())
            Give((id, at) => new Input.CompleteTask(id, at, PlanParts.Somebody(Plan, task.Owner), task.Id, "done"));
        foreach (var (metric, scope) in PlanParts.Told(Plan)) ReportValue(metric, PlanParts.GoodValue(Plan, metric), scope);
        if (!State.Holds.IsEmpty) Give((id, at) => new Input.Resume(id, at, Everybody, "better"));
        foreach (var flag in State.Off.Keys.Concat(State.Members.Values.Where(member => member.Alone).Select(member => member.Member)).ToArray())
            Give((id, at) => new Input.ReArm(id, at, Everybody, flag, "better"));
        foreach (var drill in Plan.Drills.Keys.Where(drill => State.Drills.GetValueOrDefault(drill) is not { Passed: true }))
            Give((id, at) => new Input.StartDrill(id, at, Everybody, drill));
        Observe();
        foreach (var request in State.Gates.Values.Select(gate => gate.Approval).OfType<ApprovalState>().ToArray())
            foreach (var role in request.Roles)
                Give((id, at) => new Input.Approve(id, at, PlanParts.Somebody(Plan, role), request.Request, ""));
        CarryOutAll();
        Observe();
        CarryOutAll();
        Wait(wait);
        CarryOutAll();
    }

    /// <summary>Everything is well again.</summary>
    public void Recover()
    {
        weather.Clear();
        foreach (var alert in State.Alerts.Where(alert => alert.Value.Firing))
            Give((id, at) => new Input.Alert(id, at, Actor.System, alert.Value.Source, alert.Value.Rule, alert.Key, false, "", alert.Value.Began, null));
    }

    public void CarryOutAll()
    {
        for (var round = 0; !State.Pending.IsEmpty; round++)
        {
            Assert.True(round < 100, "effects are planned without end");
            foreach (var effect in Effects()) CarryOut(effect);
        }
    }

    public Outcome? Give(Func<string, DateTimeOffset, Input> make) => Offer(make($"input-{++inputs}", Now));

    /// <summary>An input decided on a copy of the launch: nothing of it stays.</summary>
    public RandomLaunch Fork() => new(this);

    private RandomLaunch(RandomLaunch from)
    {
        (Plan, Ledger, Now, items, inputs) = (from.Plan, from.Ledger, from.Now, from.items, from.inputs);
        invariants = from.invariants.Fork();
        journal = [.. from.journal];
        carriedOut = [.. from.carriedOut];
        weather = new(from.weather, StringComparer.Ordinal);
    }

    private Outcome? Offer(Input input)
    {
        var before = Ledger;
        var (after, entry) = before.Decide(Plan, input);
        Ledger = after;
        if (entry is null)
        {
            Assert.Same(before, after);
            return null;
        }

        journal.Add(entry);
        invariants.Hold(before.State, entry, after.State);
        Assert.Null(input.IsFromOutside ? after.Decide(Plan, input).Entry : null);
        Assert.True(Next.Of(Plan, State, Now).Wake is not { } wake || wake > Now, "a wake must lie ahead");
        Last = input;
        return entry.Outcome;
    }

    private void Observe() => Give((id, at) => new Input.Evaluate(id, at, [.. Next.ReadingsOf(Plan, State, at).Select(Answer)]));

    public void Wait(TimeSpan time)
    {
        Now += time;
        Observe();
    }

    private void CarryOut(string effect)
    {
        carriedOut.Add(effect);
        Give((id, at) => new Input.EffectSucceeded(id, at, effect, ""));
    }

    private void Mark(ChecklistItem item, Actor by, bool done) =>
        Give((id, at) => new Input.Mark(id, at, by, item.Id, done, new("here", PlanParts.ChecksumOf(Plan, item)), ""));

    private void ReportValue(string metric, double value, string? scope = null) =>
        Give((id, at) => new Input.ReportValue(id, at, Everybody, metric, scope, value, 1000));

    private void Mitigate(int which)
    {
        var missed = State.Criteria.Where(criterion => criterion.Value.Line.Verdict == Verdict.Missed).OrderBy(criterion => criterion.Key, StringComparer.Ordinal).ToArray();
        if (missed.Length > 0) Give((id, at) => new Input.Mitigate(id, at, Someone(which), null, Pick(missed, which / 5).Value.Line.Key, "we work on it"));
    }

    private void Nonsense(int which)
    {
        Func<string, DateTimeOffset, Input>[] odd =
        [
            (id, at) => new Input.Start(id, at, Starter, "again", Plan.Name, Plan.Hash),
            (id, at) => new Input.EffectSucceeded(id, at, "99999.1", ""),
            (id, at) => new Input.EffectFailed(id, at, "99999.1", "", true),
            (id, at) => new Input.Evaluate(id, at, [Reading.Of(new("no such metric", null, ""), at, 1, 1)]),
            (id, at) => new Input.Evaluate(id, at, [.. Next.ReadingsOf(Plan, State, at).Select(wanted => Reading.Of(wanted.Key, at, double.NaN, double.PositiveInfinity))]),
            (id, at) => new Input.ReportValue(id, at, Starter, Plan.Metrics.Keys.FirstOrDefault() ?? "", null, double.NaN, double.NegativeInfinity),
            (id, at) => new Input.Alert(id, at, Actor.System, "", PlanParts.Rules[0], "odd", true, "", DateTimeOffset.MaxValue, "stranger"),
            (id, at) => new Input.Alert(id, at, Actor.System, "", PlanParts.Rules[0], "older", true, "", DateTimeOffset.MinValue, ""),
            (id, at) => new Input.Tick(id, at - TimeSpan.FromDays(30)),
            (id, at) => new Input.Mark(id, at, Starter, "", true, null, ""),
            (id, at) => new Input.RollBack(id, at, Starter, " step 99999999999", "", ""),
            (id, at) => new Input.Approve(id, at, new Actor("", default), "", ""),
        ];
        Give(Pick(odd, which));
    }

    private Reading Answer(ReadingWanted wanted)
    {
        var samples = 1000d;
        double? value = weather.GetValueOrDefault(wanted.Key.Metric) switch
        {
            Weather.Good => PlanParts.GoodValue(Plan, wanted.Key.Metric),
            Weather.Poor => 0.07,
            Weather.Bad => 0.5,
            Weather.Thin => (samples = 1) * 0.07,
            Weather.Dark => (samples = 0) == 0 ? null : 0,
            _ => double.NaN,
        };
        return value is double.NaN
            ? Reading.Failed(wanted.Key, Now, "the source is down")
            : new(wanted.Key, Now, wanted.From, value, samples, null, null, "", null);
    }

    private IEnumerable<string?> Requests() =>
        State.Gates.Values.Select(gate => gate.Approval?.Request).OfType<string>().Append("an old request/1");

    private string[] Effects() => [.. Next.EffectsOf(State).Select(effect => effect.Id)];

    private Actor Someone(int which) => Pick([Everybody, Starter, Actor.Of("stranger"), .. Plan.Roles.Keys.Select(role => PlanParts.Somebody(Plan, role))], which);

    private Actor Everybody => PlanParts.Everybody(Plan);

    private static T Pick<T>(IReadOnlyList<T> from, int which) => from[which % from.Count];

    private enum Weather
    {
        Good,
        Poor,
        Bad,
        Thin,
        Dark,
        Down,
    }
}
