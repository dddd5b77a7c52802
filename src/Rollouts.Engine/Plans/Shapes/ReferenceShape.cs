using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A name that the plan declares elsewhere, with or without a word before it: <c>gate resume</c>.</summary>
internal sealed class ReferenceShape(NameKind kind, string before = "") : Shape<string>
{
    private readonly string article = kind is NameKind.Severity ? "a severity" : "a " + PlanNames.Word(kind);

    public override string What => article;

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out string value)
    {
        value = null;
        if (node is not PlanNode.Scalar { IsEmpty: false } scalar)
        {
            scope.Problems.Error(node.Start, $"{node.What} stands where {article} should", $"write {before}NAME");
            return false;
        }

        if (!scalar.Text.StartsWith(before, StringComparison.Ordinal))
        {
            scope.Problems.Error(node.Start, $"{node.What} does not say which {PlanNames.Word(kind)}", $"write {before}NAME");
            return false;
        }

        value = scalar.Text[before.Length..].Trim();
        scope.Refer(kind, value, scalar.At(before.Length));
        return true;
    }

    public override JsonObject Schema(SchemaBook book) => before.Length == 0 ? new() { ["type"] = "string" } : new() { ["type"] = "string", ["pattern"] = $"^{before}" };
}
