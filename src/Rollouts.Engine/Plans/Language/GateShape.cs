using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>A gate in full; a list of lines is short for its criteria. Its name is given by where it stands.</summary>
internal sealed partial class GateShape : MappingShape<Gate>
{
    private static readonly GateLinesShape Lines = new();

    private readonly Key<ImmutableArray<GateCriterion>> criteria;
    private readonly Key<string> owner;
    private readonly Key<Holding> holding;
    private readonly Key<ReviewSchedule> review;
    private readonly Key<int> mayMiss;
    private readonly Key<string> mitigationBy;
    private readonly Key<ApprovalRule> approve;
    private readonly Key<Reaction> onCritical;
    private readonly Key<Reaction> onTooMany;
    private readonly Key<Grace> noData;

    [GeneratedRegex("^(?<n>[0-9]{1,4}) consecutive (?<of>review|day|hour|week|minute|second)s?$", RegexOptions.NonBacktracking)]
    private static partial Regex InARow { get; }

    private GateShape()
        : base("gate", "a gate", "Criteria and approvals that must hold before something goes on.")
    {
        criteria = Optional("criteria", Lines, "What must hold: criteria and checklist items.");
        owner = Optional("owner", References.Role, "The role that may mark the gate's checklist items that name no owner.");
        holding = Optional("for", Words.Of<Holding>("a time or number in a row", "7 consecutive days, 48 consecutive hours or 2 consecutive reviews", TryHolding), "How long or how often it must pass in a row: 7 consecutive days, 2 consecutive reviews.");
        review = Optional("review", new ScheduleShape(), "When the gate is decided; as soon as it can be if not given.");
        mayMiss = Optional("may-miss", Words.Count, "How many criteria that are not critical may be missed with an accepted mitigation: 1 where mitigation-by names a role, otherwise 0.");
        mitigationBy = Optional("mitigation-by", References.Role, "The role that may accept a mitigation, with a written reason.");
        approve = Optional("approve", ApprovalShape.Shape, "Whose yes it needs besides.");
        onCritical = Optional("on-critical-miss", ReactionShape.Shape, "What a critical miss does when the gate is decided; the launch is held if not given.");
        onTooMany = Optional("on-too-many-missed", ReactionShape.Shape, "What more misses than allowed do when the gate is decided; the launch is held if not given, and only waits for the next review with: nothing.");
        noData = Optional("no-data", new GraceShape(), "How long no data is waited for, and what then; waiting has no end if not given.");
    }

    public static Shape<Gate> Shape { get; } = new OneOfShape<Gate>(
        "a gate",
        list: new MadeShape<ImmutableArray<GateCriterion>, Gate>(Lines, (lines, node, scope) => Marked(Gate.Open("") with { Criteria = lines }, node, scope)),
        map: new GateShape());

    /// <summary>A gate where the name of one may stand instead.</summary>
    public static Gate Marked(Gate gate, PlanNode node, PlanScope scope)
    {
        scope.Mark(gate, node);
        return gate;
    }

    protected override Gate? Make(Fields fields)
    {
        var mitigator = fields.Find(mitigationBy);
        var lines = fields.Or(criteria, []);
        if (fields.Find(owner) is { } role) lines = [.. lines.Select(line => OwnedBy(line, role, fields.Scope))];
        if (fields.Or(mayMiss, 0) > 0 && !fields.Has(mitigationBy))
            fields.Scope.Problems.Error(fields.At(mayMiss).Start, "nobody can accept a mitigation", "add mitigation-by: ROLE");
        if (fields.Has(holding) && fields.Find(holding) is Holding.Reviews && !fields.Has(review))
            fields.Scope.Problems.Error(fields.At(holding).Start, "the gate has no reviews to count", "add review: every friday 15:00, or another schedule");
        return new(
            "", lines, fields.Find(holding) ?? Holding.Once, fields.Find(review), fields.Or(mayMiss, mitigator is null ? 0 : 1), mitigator,
            fields.Find(approve), fields.Or(onCritical, Reaction.Nothing), fields.Or(onTooMany, Reaction.Nothing), fields.Find(noData));
    }

    private static GateCriterion OwnedBy(GateCriterion line, string role, PlanScope scope)
    {
        if (line.Criterion is not Criterion.OfItem { Item: { Owner: null } item }) return line;
        var owned = line with { Criterion = new Criterion.OfItem(item with { Owner = role }) };
        if (scope.NodeOf(line) is { } node) scope.Mark(owned, node);
        return owned;
    }

    private static bool TryHolding(string text, [MaybeNullWhen(false)] out Holding value)
    {
        value = null;
        if (InARow.Match(text) is not { Success: true } match) return false;
        var count = int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);
        if (count == 0) return false;
        value = match.Groups["of"].Value switch
        {
            "review" => new Holding.Reviews(count),
            "second" => new Holding.Continuously(TimeSpan.FromSeconds(count)),
            "minute" => new Holding.Continuously(TimeSpan.FromMinutes(count)),
            "hour" => new Holding.Continuously(TimeSpan.FromHours(count)),
            "day" => new Holding.Continuously(TimeSpan.FromDays(count)),
            _ => new Holding.Continuously(TimeSpan.FromDays(7 * count)),
        };
        return true;
    }
}
