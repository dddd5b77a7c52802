using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>What a gate asks: lines, and groups of lines under a name of their own.</summary>
internal sealed class GateLinesShape : Shape<ImmutableArray<GateCriterion>>
{
    private static readonly ListShape<LineGroup> Groups = new("a list of criteria", new LineOrGroupShape());

    public override string What => Groups.What;

    public override bool TryRead(PlanNode node, PlanScope scope, out ImmutableArray<GateCriterion> value)
    {
        var read = Groups.TryRead(node, scope, out var groups);
        value = [.. groups.SelectMany(group => group.Lines)];
        return read;
    }

    public override JsonObject Schema(SchemaBook book) => Groups.Schema(book);
}

/// <param name="Name">Empty for a line that stands alone.</param>
internal sealed record LineGroup(string Name, ImmutableArray<GateCriterion> Lines);

internal sealed class LineOrGroupShape : Shape<LineGroup>
{
    private readonly CriterionLineShape line = new();
    private readonly LineGroupShape group = new();

    public override string What => line.What;

    public override bool TryRead(PlanNode node, PlanScope scope, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out LineGroup value)
    {
        if (node is PlanNode.Map map && map.Find("group") is not null) return group.TryRead(node, scope, out value);
        value = line.TryRead(node, scope, out var read) ? new("", [read]) : null;
        return value is not null;
    }

    public override JsonObject Schema(SchemaBook book)
    {
        var schema = line.Schema(book);
        schema["anyOf"]!.AsArray().Add((JsonNode)group.Schema(book));
        return schema;
    }
}

/// <summary>Lines that people see together.</summary>
internal sealed class LineGroupShape : MappingShape<LineGroup>
{
    private readonly Key<string> name;
    private readonly Key<ImmutableArray<GateCriterion>> criteria;

    public LineGroupShape()
        : base("group", "a group of criteria", "Criteria and checklist items that people see together, under a name.")
    {
        name = Required("group", Words.Text, "What the lines have in common.");
        criteria = Required("criteria", new ListShape<GateCriterion>("a list of criteria", new CriterionLineShape()), "What must hold: criteria and checklist items.");
    }

    protected override LineGroup? Make(Fields fields)
    {
        if (!fields.TryGet(name, out var title) || !fields.TryGet(criteria, out var lines)) return null;
        return new(title, [.. lines.Select(line => Grouped(line, title, fields.Scope))]);
    }

    private static GateCriterion Grouped(GateCriterion line, string title, PlanScope scope)
    {
        var grouped = line with { Group = title };
        if (scope.NodeOf(line) is { } node) scope.Mark(grouped, node);
        return grouped;
    }
}
