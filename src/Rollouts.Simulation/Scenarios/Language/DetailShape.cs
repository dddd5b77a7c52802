using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>What is told of a deed: its main text alone, or a mapping with the rest.</summary>
internal sealed class Details(IReadOnlyDictionary<string, string> texts)
{
    public string? this[string key] => texts.GetValueOrDefault(key);
}

/// <summary>One thing that can be told of a deed.</summary>
internal sealed record Detail(string Name, string Meaning, Shape<string> Shape, bool Required = false)
{
    public static Detail By { get; } = new("by", "Who says it: a role of the plan, or a person by name.", Words.Text);

    public static Detail Because { get; } = new("because", "The reason that is given.", Words.Text);

    public static Detail Text(string name, string meaning) => new(name, meaning, Words.Text);

    public static Detail Name1(string name, string meaning, NameKind kind) => new(name, meaning, new ReferenceShape(kind));
}

/// <summary>The details of a deed in full; the first detail alone is short for it.</summary>
internal sealed class DetailShape : Shape<Details>
{
    private readonly FullShape full;
    private readonly Detail main;

    public DetailShape(string id, string what, string description, params Detail[] details)
    {
        main = details[0];
        full = new(id, what, description, details);
    }

    public override string What => full.What;

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out Details value)
    {
        if (node is PlanNode.Map) return full.TryRead(node, scope, out value);
        value = main.Shape.TryRead(node, scope, out var text) ? new(new Dictionary<string, string> { [main.Name] = text }) : null;
        return value is not null;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["anyOf"] = new JsonArray(main.Shape.Schema(book), full.Schema(book)) };

    private sealed class FullShape : MappingShape<Details>
    {
        private readonly List<Key<string>> keys = [];

        public FullShape(string id, string what, string description, Detail[] details)
            : base(id, what, description)
        {
            foreach (var detail in details)
                keys.Add(detail.Required ? Required(detail.Name, detail.Shape, detail.Meaning) : Optional(detail.Name, detail.Shape, detail.Meaning));
        }

        protected override Details? Make(Fields fields)
        {
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var key in keys)
                if (fields.Find(key) is { } text) texts[key.Name] = text;
            return new(texts);
        }
    }
}
