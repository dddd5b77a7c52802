namespace Rollouts.Engine;

/// <summary>The gates for going on where a reaction names none: after what only stopped the launch, and after what took something back.</summary>
internal sealed record Resumes(string? Pause, string? WayBack);

/// <summary>One gate for every resume, or one for each kind.</summary>
internal sealed class ResumeShape : MappingShape<Resumes>
{
    private readonly Key<string> pause;
    private readonly Key<string> wayBack;

    private ResumeShape()
        : base("resume", "the gates for resuming", "What must pass before the launch goes on, told apart by what stopped it.")
    {
        pause = Optional("pause", References.Gate, "After a pause, a rejection, a failed gate or a missed window; a person is enough if not given.");
        wayBack = Optional("way-back", References.Gate, "After a way back or a thrown kill switch; the gate that re-arms what was turned off if not given.");
    }

    public static Shape<Resumes> Shape { get; } = new OneOfShape<Resumes>(
        "what must pass before resuming", text: new MadeShape<string, Resumes>(References.Gate, (gate, _, _) => new(gate, gate)), map: new ResumeShape());

    protected override Resumes? Make(Fields fields) => new(fields.Find(pause), fields.Find(wayBack));
}
