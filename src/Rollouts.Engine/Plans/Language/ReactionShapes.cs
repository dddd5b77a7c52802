using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>What the launch does: <c>pause</c>, <c>halt</c>, <c>withdraw</c>, <c>back to …</c>, <c>nothing</c>.</summary>
internal sealed record Doing(Move Move);

/// <summary>A move as text, the same words everywhere.</summary>
internal sealed partial class DoingShape : Shape<Doing>
{
    private static readonly string[] Moves = ["pause", "halt", "withdraw", "nothing", "back to previous step", "back to previous phase", "back to nobody"];

    [GeneratedRegex(@"^back to (?<phase>\S.*?)(?: step (?<step>[0-9]{1,4}))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Back { get; }

    public override string What => "a move";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out Doing value)
    {
        var text = (node as PlanNode.Scalar)?.Text.Trim() ?? "";
        value = text switch
        {
            "pause" => new(new Move.Pause()),
            "halt" => new(new Move.Halt()),
            "withdraw" => new(new Move.Withdraw()),
            "nothing" => new(new Move.Stay()),
            "back to previous step" => new(new Move.Back(new BackTarget.PreviousStep())),
            "back to previous phase" => new(new Move.Back(new BackTarget.PreviousPhase())),
            "back to nobody" => new(new Move.Back(new BackTarget.Nobody())),
            _ => Back.Match(text) is { Success: true } match ? new(new Move.Back(Named(match, (PlanNode.Scalar)node, scope))) : null,
        };
        if (value is null)
            scope.Problems.Error(
                node.Start, $"{node.What} is no move",
                Nearest.To(text, Moves) is { } near ? $"did you mean '{near}'?" : "write pause, halt, withdraw, nothing, or back to previous step, previous phase, nobody, a phase, or a phase and its step: back to P3 step 2");
        return value is not null;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "string", ["pattern"] = "^(pause|halt|withdraw|nothing|back to .+)$" };

    private static BackTarget.Named Named(Match match, PlanNode.Scalar node, PlanScope scope)
    {
        var phase = match.Groups["phase"].Value;
        int? step = match.Groups["step"].Success ? int.Parse(match.Groups["step"].Value, System.Globalization.CultureInfo.InvariantCulture) : null;
        scope.Refer(NameKind.Phase, phase, node.At(match.Groups["phase"].Index));
        if (step is { } number)
        {
            scope.AtEnd.Add(plan =>
            {
                if (plan.Phases.FirstOrDefault(each => each.Name == phase) is { } known && (number < 1 || number > known.Steps.Length))
                    scope.Problems.Error(node.At(match.Groups["step"].Index), FormattableString.Invariant($"{phase} has no step {number}"), FormattableString.Invariant($"it has {known.Steps.Length}"));
            });
        }

        return new(phase, step);
    }
}

/// <summary>What follows when a rule says so: a move as text, or in full with a procedure and a gate for resuming.</summary>
internal sealed class ReactionShape : MappingShape<Reaction>
{
    private readonly Key<Doing> act;
    private readonly Key<string> run;
    private readonly Key<string> resume;

    private ReactionShape()
        : base("reaction", "a reaction", "What follows: a move, a procedure, or both; and the gate for going on.")
    {
        act = Optional("do", new DoingShape(), "pause, halt, withdraw, nothing, back to previous step, back to previous phase, back to nobody, back to PHASE, back to PHASE step N.");
        run = Optional("run", References.Procedure, "The procedure to run; a way back runs the plan's way-back if none is named.");
        resume = Optional("resume", References.Gate, "The gate that must pass before the launch goes on, written: gate NAME.");
    }

    public static Shape<Reaction> Shape { get; } = new OneOfShape<Reaction>(
        "a reaction", text: new MadeShape<Doing, Reaction>(new DoingShape(), (doing, _, _) => new(doing.Move, null, null)), map: new ReactionShape());

    protected override Reaction? Make(Fields fields)
    {
        if (!fields.Has(act) && !fields.Has(run)) fields.Scope.Problems.Error(fields.Map.Start, "nothing follows here", "write do: pause, or run: PROCEDURE");
        return new(fields.Find(act)?.Move, fields.Find(run), fields.Find(resume));
    }
}

/// <summary>What is done after waiting for data in vain.</summary>
internal sealed class GraceShape : MappingShape<Grace>
{
    private readonly Key<TimeSpan> after;
    private readonly Key<Doing> act;
    private readonly Key<string> run;

    public GraceShape()
        : base("grace", "what is done without data", "How long no data or an error is waited for, and what then.")
    {
        after = Required("after", Words.Duration, "How long there may be no data.");
        act = Optional("do", new DoingShape(), "The move then; pause if not given.");
        run = Optional("run", References.Procedure, "The procedure to run then.");
    }

    protected override Grace? Make(Fields fields) =>
        new(fields.Or(after, TimeSpan.FromMinutes(15)), new(fields.Has(act) ? fields.Find(act)?.Move : new Move.Pause(), fields.Find(run), null));
}
