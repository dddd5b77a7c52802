namespace Rollouts.Engine;

/// <summary>A row of the decision matrix: what people find, and what is then proposed.</summary>
internal sealed class TriageShape : MappingShape<TriageRow>
{
    private readonly Key<string> name;
    private readonly Key<string> finding;
    private readonly Key<string> lasts;
    private readonly Key<string> severity;
    private readonly Key<ResponseTime> respond;
    private readonly Key<string> owner;
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
        respond = Optional("respond-within", ResponseTime.Shape, "How soon someone must answer: 15m, 2h, or by the end of the next business day. Taking the row opens a task for it.");
        owner = Optional("owner", References.Role, "The role that must answer; the commander of incidents of the severity if not given, else who leads the phase.");
        act = Optional("do", new DoingShape(), "The move: pause, halt, back to …; none if not given.");
        run = Optional("run", References.Procedure, "The procedure to run.");
        resume = Optional("resume", Resumption.Shape, "What must pass before the launch goes on: gate NAME, or a gate that stands here.");
    }

    protected override TriageRow? Make(Fields fields)
    {
        var called = fields.Or(name, "");
        if (!fields.Has(act) && !fields.Has(run)) fields.Scope.Problems.Error(fields.Map.Start, "the row proposes nothing", "write do: or run:");
        if (fields.Has(owner) && !fields.Has(respond)) fields.Scope.Problems.Error(fields.At(owner).Start, "there is no answer that somebody must give", "add respond-within: 15m, or leave owner out");
        var answer = fields.Find(respond);
        return new(
            called, fields.Or(finding, ""), fields.Or(lasts, ""), fields.Or(severity, ""), answer?.Within,
            new(fields.Find(act)?.Move, fields.Find(run), fields.Find(resume)?.GateName(called, fields.Scope)))
        {
            RespondNextBusinessDay = answer is { Within: null },
            Owner = fields.Find(owner),
        };
    }
}
