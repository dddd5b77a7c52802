using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>Reads a text; false when it is not of the kind.</summary>
internal delegate bool TextReader<T>(string text, [MaybeNullWhen(false)] out T value);

/// <summary>A value written as one text, number or truth.</summary>
/// <param name="what">With its article: <c>a duration</c>.</param>
/// <param name="example">What would be right, for the hint.</param>
/// <param name="types">The JSON types an editor sees for it.</param>
internal sealed class TextShape<T>(string what, string example, TextReader<T> read, params string[] types) : Shape<T>
{
    public override string What => what;

    /// <summary>The only texts there are, where they can be counted.</summary>
    public string[] Words { get; init; } = [];

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not PlanNode.Scalar scalar || scalar.IsEmpty)
        {
            scope.Problems.Error(node.Start, $"{node.What} stands where {what} should", $"write {example}");
            return false;
        }

        if (read(scalar.Text, out value)) return true;
        scope.Problems.Error(node.Start, $"{node.What} is not {what}", Words.Length > 0 ? scope.Problems.Help(scalar.Text, Words) : $"write {example}");
        return false;
    }

    /// <summary>Reads a text that stands in another.</summary>
    public bool TryReadText(string text, [MaybeNullWhen(false)] out T value) => read(text, out value);

    public override JsonObject Schema(SchemaBook book)
    {
        var names = types.Length == 0 ? ["string"] : types;
        var schema = new JsonObject { ["type"] = names.Length == 1 ? names[0] : new JsonArray([.. names.Select(name => (JsonNode)name)]) };
        if (Words.Length > 0) schema["enum"] = new JsonArray([.. Words.Select(word => (JsonNode)word)]);
        return schema;
    }
}
