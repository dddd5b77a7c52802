using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A mapping from names that the plan gives to things of one shape.</summary>
/// <param name="kind">Where set, the names are declared, so that others can refer to them.</param>
internal sealed class NamedShape<T>(string what, NameKind? kind, Shape<T> item, Func<T, string, T> name) : Shape<ImmutableSortedDictionary<string, T>>
{
    public override string What => what;

    public override bool TryRead(PlanNode node, PlanScope scope, out ImmutableSortedDictionary<string, T> value)
    {
        value = Sorted.Empty<T>();
        if (node is not PlanNode.Map map)
        {
            scope.Problems.Error(node.Start, $"{node.What} stands where {what} should", "write a name, a colon, and what it is");
            return false;
        }

        foreach (var entry in map.Entries)
        {
            if (kind is { } declared) scope.Names.Declare(declared, entry.Key);
            if (!item.TryRead(entry.Value, scope, out var read)) continue;
            var named = name(read, entry.Key.Text);
            if (named is not null) scope.Mark(named, entry.Key);
            value = value.Add(entry.Key.Text, named);
        }

        return true;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "object", ["additionalProperties"] = item.Schema(book) };
}
