using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>Takes a query over events apart, word by word.</summary>
internal sealed partial class EventQueryReader(string text)
{
    [GeneratedRegex("""\s*(?:'(?<quoted>[^']*)'|"(?<quoted>[^"]*)"|(?<sign>==|!=|<=|>=|<|>|\(|\)|,)|(?<word>[^\s'"()<>=!,]+)|(?<wrong>\S))""", RegexOptions.NonBacktracking)]
    private static partial Regex Token { get; }

    private readonly Queue<(string Text, bool Bare)> tokens = new(Token.Matches(text).Select(match =>
        match.Groups["quoted"].Success ? (match.Groups["quoted"].Value, false)
        : match.Groups["wrong"].Success ? throw new FormatException($"'{match.Groups["wrong"].Value}' has no meaning in the query '{text}'")
        : (match.Value.Trim(), true)));

    public EventQuery Read()
    {
        var (take, field, factor, unit) = Head();
        var name = Word("the name of an event");
        var conditions = ImmutableArray.CreateBuilder<EventCondition>();
        if (IsNext("where"))
        {
            do conditions.Add(Condition());
            while (IsNext("and"));
        }

        if (tokens.TryPeek(out var left)) throw Wrong($"'{left.Text}' stands where 'where', 'and' or the end should");
        return new(take, field, factor, unit, name, conditions.ToImmutable());
    }

    private (EventTake Take, string? Field, double Factor, Unit? Unit) Head()
    {
        if (!tokens.Any(token => token is ("of", true))) return (EventTake.Count, null, 1, null);
        var take = IsNext("distinct") ? EventTake.Distinct : IsNext("sum") ? EventTake.Sum : EventTake.Values;
        var field = Word("a field");
        var (factor, unit) = (1d, (Unit?)null);
        if (take != EventTake.Distinct && IsNext("in"))
        {
            var word = Word("a unit");
            if (!Quantity.TryParse("1 " + word, out var one)) throw Wrong($"'{word}' is no unit; write ms, s, min, h, KB, MB or %");
            (factor, unit) = (one.Value, one.Unit);
        }

        if (!IsNext("of")) throw Wrong($"'of' and the name of an event follow '{field}'");
        return (take, field, factor, unit);
    }

    private EventCondition Condition()
    {
        var field = Word("a field");
        if (IsNext("in")) return new(field, Comparison.Equal, List());
        var sign = tokens.TryDequeue(out var next) ? next.Text : "";
        if (Comparisons.TryRead(sign) is not { } comparison) throw Wrong($"a condition on '{field}' is written with ==, !=, <, <=, >=, > or in (…)");
        var value = Word("a value");
        if (comparison is not (Comparison.Equal or Comparison.NotEqual) && !double.TryParse(value, CultureInfo.InvariantCulture, out _))
            throw Wrong($"'{value}' is no number to compare '{field}' with");
        return new(field, comparison, [value]);
    }

    private ImmutableArray<string> List()
    {
        var values = ImmutableArray.CreateBuilder<string>();
        if (!IsNext("(")) throw Wrong("after 'in' values stand in brackets, with commas");
        do values.Add(Word("a value"));
        while (IsNext(","));
        return IsNext(")") ? values.ToImmutable() : throw Wrong("a bracket is not closed");
    }

    private bool IsNext(string word)
    {
        if (!tokens.TryPeek(out var next) || next != (word, true)) return false;
        tokens.Dequeue();
        return true;
    }

    private string Word(string what) =>
        tokens.TryDequeue(out var next) && next.Text.Length > 0 && !(next.Bare && (next.Text is "(" or ")" or "," or "of" or "where" || Comparisons.TryRead(next.Text) is not null))
            ? next.Text
            : throw Wrong($"{what} is missing");

    private FormatException Wrong(string why) => new($"{why}, in the query '{text}'");
}
