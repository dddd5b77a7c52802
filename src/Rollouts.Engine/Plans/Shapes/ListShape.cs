using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A list of things of one shape. What cannot be read of it is said, and the rest is kept, so that all faults come out.</summary>
internal sealed class ListShape<T>(string what, Shape<T> item, bool mayBeEmpty = false) : Shape<ImmutableArray<T>>
{
    public override string What => what;

    public override bool TryRead(PlanNode node, PlanScope scope, out ImmutableArray<T> value)
    {
        value = [];
        if (node is not PlanNode.List list)
        {
            scope.Problems.Error(node.Start, $"{node.What} stands where {what} should", "a list is written [a, b], or with a dash before each line");
            return false;
        }

        if (list.Items.IsEmpty && !mayBeEmpty) scope.Problems.Error(node.Start, $"{what} is empty", "write at least one, or leave the key out");
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var each in list.Items)
            if (item.TryRead(each, scope, out var read)) items.Add(read);
        value = items.ToImmutable();
        return true;
    }

    public override JsonObject Schema(SchemaBook book)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema(book) };
        if (!mayBeEmpty) schema["minItems"] = 1;
        return schema;
    }
}
