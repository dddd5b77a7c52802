using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>A text of a scenario file with its place.</summary>
internal sealed record Told(string Text, Place Place)
{
    public override string ToString() => Text;
}

/// <summary>One text or a list of them: <c>pause</c>, or <c>[pause, halt]</c>.</summary>
/// <param name="kind">Where set, each must be a name of the plan.</param>
/// <param name="words">Where set, each must be one of them, or a name of the kind.</param>
internal sealed class SeveralShape(string what, NameKind? kind = null, params string[] words) : Shape<ImmutableArray<Told>>
{
    public override string What => what;

    public override bool TryRead(PlanNode node, PlanScope scope, out ImmutableArray<Told> value)
    {
        PlanNode[] nodes = node is PlanNode.List list ? [.. list.Items] : [node];
        var read = ImmutableArray.CreateBuilder<Told>();
        foreach (var each in nodes)
            if (Texts.TryRead(each, scope, what, kind, words, out var told)) read.Add(told);
        value = read.ToImmutable();
        return read.Count == nodes.Length;
    }

    public override JsonObject Schema(SchemaBook book)
    {
        var one = Texts.Schema(kind is null ? words : []);
        return new() { ["anyOf"] = new JsonArray(one, new JsonObject { ["type"] = "array", ["items"] = one.DeepClone(), ["minItems"] = 1 }) };
    }
}

/// <summary>A mapping from names to texts, or to lists of them: <c>{ INGESTION_ENABLED: off }</c>.</summary>
internal sealed class EachShape(string what, NameKind? kind, string[] words, Func<string, bool>? fits = null) : Shape<ImmutableArray<(Told Name, Told Value)>>
{
    public override string What => what;

    public override bool TryRead(PlanNode node, PlanScope scope, out ImmutableArray<(Told Name, Told Value)> value)
    {
        value = [];
        if (node is not PlanNode.Map map)
        {
            scope.Problems.Error(node.Start, $"{node.What} stands where {what} should", "write { name: value }");
            return false;
        }

        var read = ImmutableArray.CreateBuilder<(Told, Told)>();
        foreach (var entry in map.Entries)
        {
            if (!Texts.TryRead(entry.Key, scope, what, kind, [], out var name)) continue;
            foreach (var each in entry.Value is PlanNode.List list ? [.. list.Items] : new[] { entry.Value })
            {
                if (!Texts.TryRead(each, scope, $"'{name.Text}'", null, fits is null ? words : [], out var text)) continue;
                if (fits is null || words.Contains(text.Text) || fits(text.Text)) read.Add((name, text));
                else scope.Problems.Error(text.Place, $"'{text.Text}' is not what {what} can say", "write " + string.Join(" or ", words));
            }
        }

        value = read.ToImmutable();
        return true;
    }

    public override JsonObject Schema(SchemaBook book)
    {
        var one = Texts.Schema(fits is null ? words : []);
        return new()
        {
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject { ["anyOf"] = new JsonArray(one, new JsonObject { ["type"] = "array", ["items"] = one.DeepClone() }) },
        };
    }
}

/// <summary>Names, each as often as at least once, or with how often: <c>[error spike]</c>, or <c>{ error spike: 2 }</c>.</summary>
internal sealed class CountedShape(string what, NameKind? kind, params string[] words) : Shape<ImmutableArray<(Told Name, int? Count)>>
{
    private readonly SeveralShape several = new(what, kind, words);

    public override string What => what;

    public override bool TryRead(PlanNode node, PlanScope scope, out ImmutableArray<(Told Name, int? Count)> value)
    {
        value = [];
        if (node is not PlanNode.Map map)
        {
            var read = several.TryRead(node, scope, out var names);
            value = [.. names.Select(name => (name, (int?)null))];
            return read;
        }

        var counted = ImmutableArray.CreateBuilder<(Told, int?)>();
        foreach (var entry in map.Entries)
            if (Texts.TryRead(entry.Key, scope, what, kind, words, out var name) && Words.Count.TryRead(entry.Value, scope, out var count)) counted.Add((name, count));
        value = counted.ToImmutable();
        return true;
    }

    public override JsonObject Schema(SchemaBook book)
    {
        var schema = several.Schema(book);
        schema["anyOf"]!.AsArray().Add(new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "integer" } });
        return schema;
    }
}

internal static class Texts
{
    public static bool TryRead(PlanNode node, PlanScope scope, string what, NameKind? kind, string[] words, [MaybeNullWhen(false)] out Told told)
    {
        told = null;
        if (node is not PlanNode.Scalar { IsEmpty: false } scalar)
        {
            scope.Problems.Error(node.Start, $"{node.What} stands where {what} should", "write a text");
            return false;
        }

        told = new(scalar.Text.Trim(), node.Start);
        if (words.Contains(told.Text)) return true;
        if (kind is { } names)
        {
            if (scope is ScenarioScope { Plan: not null }) scope.Refer(names, told.Text, node.Start);
            return true;
        }

        if (words.Length == 0) return true;
        scope.Problems.Error(node.Start, $"{node.What} is not what {what} can be", scope.Problems.Help(told.Text, words));
        return false;
    }

    public static JsonObject Schema(string[] words)
    {
        if (words.Length > 0) return new() { ["type"] = Types(words), ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };
        return new() { ["type"] = new JsonArray("string", "number", "boolean") };
    }

    private static JsonNode Types(string[] words) => words.Any(word => word is "on" or "off" or "yes" or "no" or "true" or "false") ? new JsonArray("string", "boolean") : "string";
}
