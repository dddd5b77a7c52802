using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>What must be true: words for where the launch stands and for what has happened.</summary>
internal sealed class ExpectShape : MappingShape<ImmutableArray<Expectation>>
{
    private readonly List<Func<Fields, IEnumerable<Expectation>>> words = [];

    private ExpectShape()
        : base("expectation", "an expectation", "What must be true of the launch: all of it.")
    {
        StandingWords.Of(this);
        HoldingWords.Of(this);
        HappeningWords.Of(this);
    }

    public static ExpectShape Instance { get; } = new();

    /// <summary>Adds a word with one value.</summary>
    public void Word<T>(string word, Shape<T> shape, string meaning, Func<Performance, T, Sight> look)
        where T : notnull
    {
        var key = Optional(word, shape, meaning);
        words.Add(fields => fields.Has(key) && fields.TryGet(key, out var value)
            ? [new(PlaceOf(fields, word), word, (fields.At(key) as PlanNode.Scalar)?.Text.Trim() ?? Text(value), performance => look(performance, value))]
            : []);
    }

    /// <summary>Adds a word that is looked at for each of several names or texts.</summary>
    public void Each(string word, SeveralShape shape, string meaning, Func<Performance, string, Sight> look)
    {
        var key = Optional(word, shape, meaning);
        words.Add(fields => !fields.Has(key) ? [] : fields.Or(key, []).Select(told => new Expectation(told.Place, word, told.Text, performance => look(performance, told.Text))));
    }

    /// <summary>Adds a word that is looked at for each of several names, with a value each.</summary>
    public void Each(string word, EachShape shape, string meaning, Func<Performance, string, string, Sight> look)
    {
        var key = Optional(word, shape, meaning);
        words.Add(fields => !fields.Has(key) ? [] : fields.Or(key, []).Select(told =>
            new Expectation(told.Value.Place, $"{word} {told.Name}", told.Value.Text, performance => look(performance, told.Name.Text, told.Value.Text))));
    }

    /// <summary>Adds a word that is looked at for each of several names, with a count or without.</summary>
    public void Counted(string word, CountedShape shape, string meaning, Func<Performance, string, int> count)
    {
        var key = Optional(word, shape, meaning);
        words.Add(fields => !fields.Has(key) ? [] : fields.Or(key, []).Select(told => new Expectation(told.Name.Place, word, Times(told.Name.Text, told.Count), performance =>
        {
            var actual = count(performance, told.Name.Text);
            return new(told.Count is { } wanted ? actual == wanted : actual > 0, Times(told.Name.Text, actual));
        })));
    }

    protected override ImmutableArray<Expectation> Make(Fields fields) => [.. words.SelectMany(word => word(fields)).OrderBy(expectation => expectation.Place)];

    private static string Text<T>(T value) => value is ImmutableArray<Told> several ? "[" + string.Join(", ", several) + "]" : value?.ToString() ?? "";

    private static string Times(string name, int? count) => count is { } times ? FormattableString.Invariant($"{name}, {times} times") : name;

    private static Place PlaceOf(Fields fields, string word) => fields.Map.Find(word)!.Key.Start;
}
