namespace Rollouts.Engine;

/// <summary>A standing criterion and what follows when it becomes true.</summary>
internal sealed class TriggerShape : MappingShape<Trigger>
{
    private static readonly Grace Blindness = new(TimeSpan.FromMinutes(15), new(new Move.Pause(), null, null));

    private readonly Key<string> name;
    private readonly Key<Rule> when;
    private readonly Key<string> alert;
    private readonly Key<TimeSpan> held;
    private readonly Key<string> report;
    private readonly Key<int> times;
    private readonly Key<bool> sameKey;
    private readonly Key<TimeSpan> over;
    private readonly Key<Doing> act;
    private readonly Key<string> run;
    private readonly Key<Resumption> resume;
    private readonly Key<bool> perMember;
    private readonly Key<Grace> blind;
    private readonly Key<string> from;

    public TriggerShape()
        : base("trigger", "a trigger", "A standing criterion: when it becomes true, something follows at once.")
    {
        name = Required("name", Words.Text, "What people call it; unique in the plan.");
        when = Optional("when", new RuleShape(), "The criterion, with the bad side as threshold: error_rate over 15m > 10%.");
        alert = Optional("alert", Words.Text, "The rule of an alert that fires it.");
        held = Optional("for", Words.Duration, "How long the alert must have been firing.");
        report = Optional("report", Words.Name, "The kind of a report that fires it.");
        times = Optional("times", Words.Count, "How many reports; 1 if not given.");
        sameKey = Optional("same-key", Words.Truth, "true: only reports about the same issue count together.");
        over = Optional("over", Words.Duration, "The time that reports are counted over; since the launch began if not given, and for a single report the observe interval.");
        act = Optional("do", new DoingShape(), "pause, halt, withdraw, back to previous step, back to previous phase, back to nobody, back to PHASE, back to PHASE step N, nothing.");
        run = Optional("run", References.Procedure, "The procedure to run; a way back runs the plan's way-back if none is named.");
        resume = Optional("resume", Resumption.Shape, "What must pass before the launch goes on: gate NAME, or a gate that stands here.");
        perMember = Optional("per", Words.OneOf("what it is judged for", ("member", true)), "member: judged for each member let in; what follows is about that member.");
        blind = Optional("blind", new GraceShape(), "What happens without data; a pause after 15m if not given.");
        from = Optional("from-phase", new ReferenceShape(NameKind.Phase), "The first phase it stands guard in; all if not given.");
    }

    protected override Trigger? Make(Fields fields)
    {
        var problems = fields.Scope.Problems;
        Key[] causes = [when, alert, report];
        if (causes.Count(fields.Has) != 1)
        {
            problems.Error(fields.Map.Start, "a trigger has one cause", "write one of when: CRITERION, alert: RULE, report: KIND");
            return null;
        }

        foreach (var (key, cause) in new (Key, Key)[] { (held, alert), (times, report), (sameKey, report), (over, report) })
            if (fields.Has(key) && !fields.Has(cause)) problems.Error(fields.At(key).Start, $"'{key.Name}' goes with {cause.Name}, which is missing", "leave it out");
        if (!fields.Has(act) && !fields.Has(run)) problems.Error(fields.Map.Start, "nothing follows from this trigger", "write do: pause, or run: PROCEDURE");
        if (CauseOf(fields) is not { } cause2 || !fields.TryGet(name, out var called)) return null;
        if (fields.Find(act)?.Move is Move.Withdraw && !fields.Or(perMember, false))
            problems.Error(fields.At(act).Start, "withdraw takes back one member, and this trigger is about none", "add per: member, or write back to previous step");
        var needsReadings = cause2.Criterion is Criterion.OfMetric metric && fields.Scope.Metrics.TryGetValue(metric.Metric, out var known) && known.Measure != Measure.Reported;
        return new(
            called, cause2.Text, cause2.Criterion, new(fields.Find(act)?.Move, fields.Find(run), fields.Find(resume)?.GateName(called, fields.Scope)),
            fields.Or(perMember, false), fields.Find(blind) ?? (needsReadings ? Blindness : null), fields.Find(from));
    }

    private Rule? CauseOf(Fields fields)
    {
        if (fields.Has(when)) return fields.Find(when);
        Criterion? criterion = fields.Find(alert) is { } rule ? new Criterion.OfAlert(rule, true, fields.Or(held, TimeSpan.Zero))
            : fields.Find(report) is { } kind ? ReportsOf(kind, fields)
            : null;
        return criterion is null ? null : new(CriterionText.Write(criterion), criterion);
    }

    /// <summary>A single report counts for one observation: so the next one, about something else, fires again.</summary>
    private Criterion.OfTally ReportsOf(string kind, Fields fields)
    {
        var count = Math.Max(1, fields.Or(times, 1));
        var window = fields.FindValue(over) ?? (count == 1 ? fields.Scope.Observe : null);
        return new(fields.Or(sameKey, false) ? Tally.ReportsByKey : Tally.Reports, kind, window, Comparison.AtLeast, count, TimeSpan.Zero);
    }
}

/// <summary>What must pass before the launch goes on: a named gate, or one that stands in the trigger.</summary>
internal sealed record Resumption(string? Name, Gate? Inline)
{
    public static Shape<Resumption> Shape { get; } = new OneOfShape<Resumption>(
        "what must pass before resuming",
        text: new MadeShape<string, Resumption>(References.Gate, (name, _, _) => new(name, null)),
        list: new MadeShape<Gate, Resumption>(GateShape.Shape, (gate, _, _) => new(null, gate)),
        map: new MadeShape<Gate, Resumption>(GateShape.Shape, (gate, _, _) => new(null, gate)));

    public string GateName(string trigger, PlanScope scope)
    {
        if (Inline is null) return Name!;
        var name = "resume " + trigger;
        scope.InlineGates.TryAdd(name, Gates.Named(Inline, name, scope));
        return name;
    }
}
