using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>What may stand at a place of a plan: how it is read, and how the JSON Schema says the same. One declaration, so that they cannot diverge.</summary>
internal abstract class Shape<T>
{
    /// <summary>What it is, with its article, for messages: <c>a duration</c>.</summary>
    public abstract string What { get; }

    /// <summary>False when it could not be read; the scope's problems then say why.</summary>
    public abstract bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out T value);

    public abstract JsonObject Schema(SchemaBook book);
}

/// <summary>A shape whose value is made into another; the schema stays.</summary>
internal sealed class MadeShape<T, TMade>(Shape<T> shape, Func<T, PlanNode, PlanScope, TMade?> make) : Shape<TMade>
    where TMade : class
{
    public override string What => shape.What;

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out TMade value)
    {
        value = shape.TryRead(node, scope, out var read) ? make(read, node, scope) : null;
        return value is not null;
    }

    public override JsonObject Schema(SchemaBook book) => shape.Schema(book);
}
