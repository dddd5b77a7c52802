namespace Rollouts.Engine;

/// <summary>A row of the decision matrix: what people find, and what is then proposed.</summary>
internal sealed class TriageShape : MappingShape<TriageRow>
{
    private readonly Key<string> name;
    private readonly Key<string> finding;
    private readonly Key<string> lasts;
    private readonly Key<string> severity;
    private readonly Key<TimeSpan> respond;
    private readonly Key<Doing> act;
    private readonly Key<string> run;
    private readonly Key<Resumption> resume;

    public TriageShape()
        : base("triage row", "a row of the decision matrix", "What people find, how bad it is, and what is then done: rollout triage.")
    {
        name = Required("name", Words.Slug, "What people pick it by; unique in the plan.");
        finding = Required("finding", Words.Text, "The condition, or examples, in words.");
        lasts = Optional("lasts", Words.Text, "How long it takes or lasts, in words.");
        severity = Optional("severity", Words.Text, "How bad it is: P0, P1.");
        respond = Optional("respond-within", Words.Duration, "How soon someone must answer.");
        act = Optional("do", new DoingShape(), "The move: pause, halt, back to …; none if not given.");
        run = Optional("run", References.Procedure, "The procedure to run.");
        resume = Optional("resume", Resumption.Shape, "What must pass before the launch goes on: gate NAME, or a gate that stands here.");
    }

    protected override TriageRow? Make(Fields fields)
    {
        var called = fields.Or(name, "");
        if (!fields.Has(act) && !fields.Has(run)) fields.Scope.Problems.Error(fields.Map.Start, "the row proposes nothing", "write do: or run:");
        return new(
            called, fields.Or(finding, ""), fields.Or(lasts, ""), fields.Or(severity, ""), fields.FindValue(respond),
            new(fields.Find(act)?.Move, fields.Find(run), fields.Find(resume)?.GateName(called, fields.Scope)));
    }
}
