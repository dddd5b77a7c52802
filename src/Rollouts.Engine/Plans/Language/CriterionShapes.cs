using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A line of a gate: a criterion or a checklist item, as text or in full.</summary>
internal sealed class CriterionLineShape : Shape<GateCriterion>
{
    private readonly ItemLineShape item = new();
    private readonly RuleLineShape rule = new();
    private readonly RuleShape text = new();

    public override string What => "a line of a gate";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out GateCriterion value)
    {
        value = null;
        switch (node)
        {
            case PlanNode.Map map when map.Find("group") is not null:
                scope.Problems.Error(node.Start, "a group stands within a group", "write it beside the other, in the gate itself");
                return false;
            case PlanNode.Map map when map.Find("when") is not null:
                return rule.TryRead(node, scope, out value);
            case PlanNode.Map:
                return item.TryRead(node, scope, out value);
            case PlanNode.Scalar { IsEmpty: false } scalar when CriterionText.LooksLikeOne(scalar.Text):
                if (!text.TryRead(node, scope, out var read)) return false;
                value = new(read.Text, read.Text, read.Criterion, false, TimeSpan.Zero, Reaction.Nothing);
                break;
            case PlanNode.Scalar { IsEmpty: false } scalar:
                value = ItemLineShape.Line(new("", scalar.Text.Trim(), null, false, null), false, Due.AtOnce, Reaction.Nothing);
                break;
            default:
                scope.Problems.Error(node.Start, $"{node.What} stands where a line of a gate should", "write a criterion such as error_rate < 5%, a checklist item in words, or { item: … } or { when: … }");
                return false;
        }

        scope.Mark(value, node);
        return true;
    }

    public override JsonObject Schema(SchemaBook book) => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, item.Schema(book), rule.Schema(book)),
    };
}

/// <summary>A checklist item in full.</summary>
internal sealed class ItemLineShape : MappingShape<GateCriterion>
{
    private readonly Key<string> item;
    private readonly Key<string> id;
    private readonly Key<string> owner;
    private readonly Key<bool> evidence;
    private readonly Key<TimeSpan> validFor;
    private readonly LineKeys line;

    public ItemLineShape()
        : base("item", "a checklist item", "Work or a statement that someone marks.")
    {
        item = Required("item", Words.Text, "What is done or stated.");
        id = Optional("id", Words.Name, "Its short name, unique in the plan; the text in lower case with hyphens if not given.");
        owner = Optional("owner", References.Role, "The role that may mark it; every role of the plan if not given.");
        evidence = Optional("evidence", Words.OneOf("whether evidence is needed", ("required", true)), "required: a mark without evidence is refused.");
        validFor = Optional("valid-for", Words.Duration, "How long a mark counts; as long as the gate lasts if not given.");
        line = new(Optional("critical", Words.Truth, LineKeys.Critical), Optional("due", DueShape.Shape, LineKeys.Due), Optional("missed", ReactionShape.Shape, LineKeys.Missed), Optional("at-decision", Words.Truth, LineKeys.AtDecision));
    }

    public static GateCriterion Line(ChecklistItem item, bool critical, Due due, Reaction missed) =>
        new(item.Text, item.Text, new Criterion.OfItem(item), critical, due.After, missed) { DueOn = due.On };

    protected override GateCriterion? Make(Fields fields) => Line(
        new(fields.Or(id, ""), fields.Or(item, ""), fields.Find(owner), fields.Has(evidence), fields.FindValue(validFor)),
        fields.Or(line.IsCritical, false), fields.Or(line.FirstDue, Due.AtOnce), fields.Or(line.WhenMissed, Reaction.Nothing)) with { AtDecision = fields.Or(line.IsLast, false) };
}

/// <summary>A criterion in full.</summary>
internal sealed class RuleLineShape : MappingShape<GateCriterion>
{
    private readonly Key<Rule> when;
    private readonly Key<string> name;
    private readonly LineKeys line;

    public RuleLineShape()
        : base("criterion", "a criterion", "A condition that is judged by the system.")
    {
        when = Required("when", new RuleShape(), "The criterion: metric[(scope)] [over 15m] < 5% [for 15m]; incidents(P1) over 7d == 0; alert NAME clear for 14d; flag NAME on; drill NAME; incident SEVERITY open for 30m; every active track passes; elapsed in phase >= 5d; from 2026-03-13.");
        name = Optional("name", Words.Text, "What people call it; its text if not given.");
        line = new(Optional("critical", Words.Truth, LineKeys.Critical), Optional("due", DueShape.Shape, LineKeys.Due), Optional("missed", ReactionShape.Shape, LineKeys.Missed), Optional("at-decision", Words.Truth, LineKeys.AtDecision));
    }

    protected override GateCriterion? Make(Fields fields)
    {
        if (!fields.TryGet(when, out var rule)) return null;
        var due = fields.Or(line.FirstDue, Due.AtOnce);
        return new(fields.Or(name, rule.Text), rule.Text, rule.Criterion, fields.Or(line.IsCritical, false), due.After, fields.Or(line.WhenMissed, Reaction.Nothing)) { DueOn = due.On, AtDecision = fields.Or(line.IsLast, false) };
    }
}

/// <summary>When a line of a gate is first counted: a time after the gate opened, or a day.</summary>
internal sealed record Due(TimeSpan After, DateTimeOffset? On)
{
    public static Due AtOnce { get; } = new(TimeSpan.Zero, null);
}

/// <summary><c>5d</c>, or <c>2026-03-13</c> in the plan's time zone.</summary>
internal sealed class DueShape : Shape<Due>
{
    public static DueShape Shape { get; } = new();

    public override string What => "a duration or a day";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out Due value)
    {
        var text = (node as PlanNode.Scalar)?.Text.Trim() ?? "";
        value = Span.TryParse(text, out var after) ? new(after, null) : Days.TryRead(text, out var day) ? new(TimeSpan.Zero, Days.InZone(day, scope.TimeZone)) : null;
        if (value is null) scope.Problems.Error(node.Start, $"{node.What} is no duration and no day", "write 5d, or 2026-12-24");
        return value is not null;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "string" };
}

/// <summary>What every line of a gate may say besides.</summary>
internal sealed record LineKeys(Key<bool> IsCritical, Key<Due> FirstDue, Key<Reaction> WhenMissed, Key<bool> IsLast)
{
    public const string Critical = "A miss of it fails the gate; no mitigation can carry it.";
    public const string Due = "How long after the gate opened it is first counted (5d), or the day from which it is (2026-03-13); before that it is not yet due.";
    public const string AtDecision = "It is asked when the gate is decided: consecutive reviews are counted without it.";
    public const string Missed = "What its turning missed does at once, while the step runs.";
}
