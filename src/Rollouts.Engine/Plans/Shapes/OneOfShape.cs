using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A thing that is written short, as a text or list, or in full, as a mapping. What stands there decides which.</summary>
internal sealed class OneOfShape<T>(string what, Shape<T>? text = null, Shape<T>? list = null, Shape<T>? map = null) : Shape<T>
{
    public override string What => what;

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out T value)
    {
        var shape = node switch
        {
            PlanNode.Scalar { IsEmpty: false } => text,
            PlanNode.List => list,
            PlanNode.Map => map,
            _ => null,
        };
        if (shape is not null) return shape.TryRead(node, scope, out value);
        var forms = new[] { (text, "a text"), (list, "a list"), (map, "a mapping") }.Where(form => form.Item1 is not null).Select(form => form.Item2);
        scope.Problems.Error(node.Start, $"{node.What} stands where {what} should", $"{what} is written as {string.Join(" or ", forms)}");
        value = default;
        return false;
    }

    public override JsonObject Schema(SchemaBook book) =>
        new() { ["anyOf"] = new JsonArray([.. new[] { text, list, map }.OfType<Shape<T>>().Select(shape => (JsonNode)shape.Schema(book))]) };
}
