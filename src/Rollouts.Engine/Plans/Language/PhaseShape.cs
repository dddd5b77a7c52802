using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Rollouts.Engine;

/// <summary>How long a phase lasts: <c>3d..5d</c>, or <c>3d..</c> without end.</summary>
internal sealed record Lasting(TimeSpan Shortest, TimeSpan? Longest)
{
    public static bool TryRead(string text, [MaybeNullWhen(false)] out Lasting value)
    {
        value = null;
        var parts = text.Split("..");
        if (parts.Length != 2 || !Span.TryParse(parts[0], out var shortest)) return false;
        if (parts[1].Length == 0) value = new(shortest, null);
        else if (Span.TryParse(parts[1], out var longest)) value = new(shortest, longest);
        return value is not null;
    }
}

/// <summary>A phase as it is written; steps get their whole exposure when all phases are known.</summary>
internal sealed record PhaseDraft(Phase Phase, ImmutableArray<StepDraft> Steps, bool ThenWatch, PlanNode Node);

/// <param name="Change">Null keeps the exposure of the step before.</param>
internal sealed record StepDraft(ExposureChange? Change, Step Step, PlanNode Node);

internal sealed class PhaseShape : MappingShape<PhaseDraft>
{
    private readonly Key<string> phase;
    private readonly Key<string> title;
    private readonly Key<Lasting> lasts;
    private readonly Key<LaunchWindow> window;
    private readonly Key<Gate> enter;
    private readonly Key<string> onEnter;
    private readonly Key<ExposureChange> exposure;
    private readonly Key<ImmutableArray<StepDraft>> steps;
    private readonly Key<MemberAdmission> members;
    private readonly Key<ReviewSchedule> review;
    private readonly Key<ImmutableArray<string>> attendees;
    private readonly Key<Gate> gate;
    private readonly Key<ApprovalRule> approve;
    private readonly Key<Reaction> overdue;
    private readonly Key<bool> then;

    public PhaseShape()
        : base("phase", "a phase", "A named stage of the launch: an entry gate, one or more steps, an exit gate.")
    {
        phase = Required("phase", Words.Name, "Its short name, such as P2; unique in the plan.");
        title = Required("title", Words.Text, "What people call it.");
        lasts = Required("lasts", Words.Of<Lasting>("a shortest and longest duration", "3d..5d, or 3d.. without end", Lasting.TryRead), "Its shortest and longest duration: 3d..5d, or 3d.. without end. Pauses do not count.");
        window = Optional("window", new WindowShape(), "The dates between which the phase is to be entered.");
        enter = Optional("enter", GateShape.Shape, "What must pass before anything of the phase is exposed.");
        onEnter = Optional("on-enter", References.Procedure, "The procedure run when the phase is exposed.");
        exposure = Optional("exposure", new ExposureShape(), "Who is let in during the phase; as before if not given.");
        steps = Optional("steps", new ListShape<StepDraft>("a list of steps", new StepShape()), "The steps of the phase, instead of one exposure.");
        members = Optional("members", new AdmissionShape(), "Members that are let in one by one during the phase.");
        review = Optional("review", new ScheduleShape(), "When people look: every 1h for 3d, then every 1d; every friday 15:00.");
        attendees = Optional("attendees", References.Roles, "The roles that come to the reviews of the phase; each review is announced to them.");
        gate = Optional("gate", GateShape.Shape, "What must pass, after the shortest duration, before the next phase.");
        approve = Optional("approve", ApprovalShape.Shape, "Whose yes the gate needs besides.");
        overdue = Optional("overdue", ReactionShape.Shape, "What happens when the longest duration passes without a pass; a notice if not given.");
        then = Optional("then", Words.OneOf("what follows the last phase", ("watch", true)), "watch: after the last phase observation and triggers stay live until a person closes the launch.");
    }

    protected override PhaseDraft? Make(Fields fields)
    {
        var (scope, problems) = (fields.Scope, fields.Scope.Problems);
        if (fields.TryGet(phase, out var name)) scope.Names.Declare(NameKind.Phase, (PlanNode.Scalar)fields.At(phase));
        else name = "";
        if (fields.Has(exposure) && fields.Has(steps)) problems.Error(fields.At(exposure).Start, "a phase has one exposure or several steps", "write the exposure into the first step");
        if (fields.Find(lasts) is { Longest: { } longest } duration && longest < duration.Shortest)
            problems.Error(fields.At(lasts).Start, $"the shortest duration {Span.Text(duration.Shortest)} is longer than the longest, {Span.Text(longest)}", $"write {Span.Text(longest)}..{Span.Text(duration.Shortest)}");
        var exit = Approved(fields.Find(gate), fields);
        var time = fields.Find(lasts) ?? new(TimeSpan.FromDays(1), null);
        var draft = new Phase(
            name, fields.Or(title, ""), Gates.Named(fields.Find(enter), name + " enter", scope), [], Gates.Named(exit, name, scope), time.Shortest, time.Longest,
            fields.Or(overdue, Reaction.Nothing), fields.Find(members) is { } admission ? AdmissionShape.Named(admission, name, scope) : null, fields.Find(review))
        {
            Window = fields.Find(window),
            Attendees = fields.Or(attendees, []),
        };
        return new(draft, StepsOf(fields, name), fields.Or(then, false), fields.Map);
    }

    private ImmutableArray<StepDraft> StepsOf(Fields fields, string name)
    {
        var drafts = fields.Has(steps)
            ? fields.Or(steps, [])
            : [new(fields.Find(exposure), new(Exposure.None, TimeSpan.Zero, TimeSpan.Zero, Gate.Open(""), null), fields.Has(exposure) ? fields.At(exposure) : fields.Map)];
        var named = drafts.Select((draft, index) => draft with
        {
            Step = draft.Step with { Next = Gates.Named(draft.Step.Next, FormattableString.Invariant($"{name} step {index + 1}"), fields.Scope) },
        }).ToImmutableArray();
        if (named.IsEmpty || fields.Find(onEnter) is not { } procedure) return named;
        if (named[0].Step.OnEnter is not null)
            fields.Scope.Problems.Error(fields.At(onEnter).Start, "the first step has an on-enter of its own", "put both into one procedure");
        return named.SetItem(0, named[0] with { Step = named[0].Step with { OnEnter = procedure } });
    }

    private Gate? Approved(Gate? exit, Fields fields)
    {
        if (fields.Find(approve) is not { } rule) return exit;
        if (exit?.Approve is not null) fields.Scope.Problems.Error(fields.At(approve).Start, "the gate of the phase names its approvals already", "leave one of the two out");
        var made = (exit ?? Gate.Open("")) with { Approve = rule };
        fields.Scope.Mark(made, exit is null ? fields.Map : fields.At(gate));
        return made;
    }
}

internal sealed class StepShape : MappingShape<StepDraft>
{
    private readonly Key<ExposureChange> exposure;
    private readonly Key<TimeSpan> bake;
    private readonly Key<TimeSpan> wait;
    private readonly Key<Gate> gate;
    private readonly Key<ApprovalRule> approve;
    private readonly Key<string> onEnter;

    public StepShape()
        : base("step", "a step", "An exposure that is watched for a while, and the gate to the next step.")
    {
        exposure = Optional("exposure", new ExposureShape(), "Who is let in during the step; as before if not given.");
        bake = Optional("bake", Words.Delay, "The shortest time here before the next step.");
        wait = Optional("wait", Words.Delay, "Optional waiting after that, which promote skips.");
        gate = Optional("gate", GateShape.Shape, "What must pass before the next step; the last step leads to the phase's gate.");
        approve = Optional("approve", ApprovalShape.Shape, "Whose yes the gate needs besides.");
        onEnter = Optional("on-enter", References.Procedure, "The procedure run when the step is exposed.");
    }

    protected override StepDraft? Make(Fields fields)
    {
        var next = fields.Find(gate);
        if (fields.Find(approve) is { } rule)
        {
            if (next?.Approve is not null) fields.Scope.Problems.Error(fields.At(approve).Start, "the gate of the step names its approvals already", "leave one of the two out");
            next = (next ?? Gate.Open("")) with { Approve = rule };
            fields.Scope.Mark(next, fields.Has(gate) ? fields.At(gate) : fields.Map);
        }

        return new(
            fields.Find(exposure), new(Exposure.None, fields.Or(bake, TimeSpan.Zero), fields.Or(wait, TimeSpan.Zero), next ?? Gate.Open(""), fields.Find(onEnter)), fields.Map);
    }
}
