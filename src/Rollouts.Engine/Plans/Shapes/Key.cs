using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A key of a mapping: declared once, for reading and for the schema.</summary>
/// <param name="meaning">Said in the schema, and where a required key is missing.</param>
internal abstract class Key(string name, bool required, string meaning)
{
    public string Name { get; } = name;

    public bool IsRequired { get; } = required;

    public string Meaning { get; } = meaning;

    public abstract JsonObject Schema(SchemaBook book);

    /// <summary>Reads the value if nobody did: its faults are to come out too.</summary>
    public abstract void ReadIfNotRead(Fields fields);
}

internal sealed class Key<T>(string name, Shape<T> shape, bool required, string meaning) : Key(name, required, meaning)
{
    public Shape<T> Shape { get; } = shape;

    public override JsonObject Schema(SchemaBook book) => Shape.Schema(book);

    public override void ReadIfNotRead(Fields fields) => fields.TryGet(this, out _);
}

/// <summary>The values of a mapping as they are asked for, each read once.</summary>
internal sealed class Fields(PlanNode.Map map, PlanScope scope)
{
    private readonly Dictionary<Key, object?> read = [];

    public PlanNode.Map Map { get; } = map;

    public PlanScope Scope { get; } = scope;

    public bool Has(Key key) => Map.Find(key.Name) is not null;

    /// <summary>The value's place; the mapping's where the key is missing.</summary>
    public PlanNode At(Key key) => Map.Find(key.Name)?.Value ?? Map;

    public bool TryGet<T>(Key<T> key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        if (!read.TryGetValue(key, out var known))
        {
            known = Map.Find(key.Name) is { } entry && key.Shape.TryRead(entry.Value, Scope, out var fresh) ? fresh : null;
            read[key] = known;
        }

        value = known is T some ? some : default;
        return known is T;
    }

    public T Or<T>(Key<T> key, T otherwise) => TryGet(key, out var value) ? value : otherwise;

    public T? Find<T>(Key<T> key) where T : class => TryGet(key, out var value) ? value : null;

    public T? FindValue<T>(Key<T> key) where T : struct => TryGet(key, out var value) ? value : null;
}
