using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>How members are let in during a phase, each as a track of its own.</summary>
internal sealed class AdmissionShape : MappingShape<MemberAdmission>
{
    private readonly Key<ImmutableArray<Wave>> waves;
    private readonly Key<TimeSpan> spacing;
    private readonly Key<ImmutableArray<MemberStep>> steps;
    private readonly Key<Gate> gate;
    private readonly Key<string> onAdmit;
    private readonly Key<ReviewSchedule> review;

    public AdmissionShape()
        : base("members", "an admission of members", "How members (communities, cohorts) are let in during the phase, each on a track of its own.")
    {
        waves = Required("waves", new ListShape<Wave>("a list of waves", new WaveShape()), "Who is let in, wave by wave, one member at a time.");
        spacing = Optional("spacing", Words.Delay, "The time between two admissions of a wave; none if not given.");
        steps = Optional("steps", new ListShape<MemberStep>("a list of a member's steps", new MemberStepShape()), "The shares of a member that are let in, one after the other; all of it at once if not given.");
        gate = Required("gate", GateShape.Shape, "What each member must pass; read by 'every active track passes'.");
        onAdmit = Optional("on-admit", References.Procedure, "The procedure run for each member that is let in.");
        review = Optional("review", new ScheduleShape(), "When people look at a member, from its admission.");
    }

    protected override MemberAdmission? Make(Fields fields) => new(
        fields.Or(waves, []), fields.Or(spacing, TimeSpan.Zero), fields.Or(steps, [new MemberStep(Percent.All, TimeSpan.Zero, Gate.Open(""))]),
        fields.Find(gate) ?? Gate.Open(""), fields.Find(onAdmit), fields.Find(review));

    /// <summary>The admission with its gates named after the phase.</summary>
    public static MemberAdmission Named(MemberAdmission admission, string phase, PlanScope scope) => admission with
    {
        Gate = Gates.Named(admission.Gate, phase + " member", scope),
        Waves = [.. admission.Waves.Select((wave, index) => Marked(
            wave, wave with { Gate = Gates.Named(wave.Gate, FormattableString.Invariant($"{phase} wave {index + 1}"), scope) }, scope))],
    };

    private static Wave Marked(Wave wave, Wave made, PlanScope scope)
    {
        if (scope.NodeOf(wave) is { } node) scope.Mark(made, node);
        return made;
    }
}

internal sealed class WaveShape : MappingShape<Wave>
{
    private readonly Key<TimeSpan> after;
    private readonly Key<ImmutableArray<string>> admit;
    private readonly Key<LaunchWindow> window;
    private readonly Key<Gate> gate;

    public WaveShape()
        : base("wave", "a wave", "Members that are let in one after the other, from a time after the phase began.")
    {
        after = Optional("after", Words.Delay, "How long after the phase began the wave opens; at once if not given.");
        admit = Required("admit", new ListShape<string>("a list of members", Words.Name), "The members, in order.");
        window = Optional("window", new WindowShape(), "The dates between which the wave is to begin.");
        gate = Optional("gate", GateShape.Shape, "What must pass before each member of the wave is let in.");
    }

    protected override Wave? Make(Fields fields) => new(fields.Or(after, TimeSpan.Zero), fields.Or(admit, []), fields.Find(gate) ?? Gate.Open(""))
    {
        Window = fields.Find(window),
    };
}

internal sealed class MemberStepShape : MappingShape<MemberStep>
{
    private readonly Key<double> share;
    private readonly Key<TimeSpan> bake;

    public MemberStepShape()
        : base("member-step", "a member's step", "A share of a member, let in for a while; the member's gate leads to the next.")
    {
        share = Required("share", Words.Share, "The share of the member that is let in, 0 to 100.");
        bake = Optional("bake", Words.Delay, "The shortest time before the next step.");
    }

    protected override MemberStep? Make(Fields fields) => new(new Percent(fields.Or(share, 100)), fields.Or(bake, TimeSpan.Zero), Gate.Open(""));
}
