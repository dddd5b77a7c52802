using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A channel or audience that something is posted to. It need not be among the plan's channels.</summary>
internal sealed class ChannelName : Shape<string>
{
    public static ChannelName Shape { get; } = new();

    public override string What => Words.Text.What;

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out string value)
    {
        if (!Words.Text.TryRead(node, scope, out value)) return false;
        if (scope.Names.Knows(NameKind.Channel, value)) scope.Refer(NameKind.Channel, value, node.Start);
        return true;
    }

    public override JsonObject Schema(SchemaBook book) => Words.Text.Schema(book);
}

/// <summary>What carries a channel's posts: one way, or a list of several.</summary>
internal sealed class ChannelWays : Shape<ImmutableArray<Via>>
{
    private static readonly TextShape<Via> Way = Words.OneOf("what carries posts", ("slack", Via.Slack), ("mail", Via.Mail), ("webhook", Via.Webhook));
    private static readonly ListShape<Via> Several = new("a list of what carries posts", Way);

    public override string What => Way.What;

    public override bool TryRead(PlanNode node, PlanScope scope, out ImmutableArray<Via> value)
    {
        if (node is not PlanNode.List)
        {
            var read = Way.TryRead(node, scope, out var way);
            value = [way];
            return read;
        }

        if (!Several.TryRead(node, scope, out value)) return false;
        if (value.Distinct().Count() < value.Length) scope.Problems.Error(node.Start, "what carries posts is listed twice", "name each once");
        return true;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["anyOf"] = new JsonArray(Way.Schema(book), Several.Schema(book)) };
}
