using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What is made of the events that a query names.</summary>
public enum EventTake
{
    /// <summary>How many there are.</summary>
    Count,

    /// <summary>How many values of the field they have between them.</summary>
    Distinct,

    /// <summary>The field's numbers added up.</summary>
    Sum,

    /// <summary>The field's numbers one by one: for quantiles and levels.</summary>
    Values,
}

/// <summary>A query over raw events, as plans write it: <c>mic_asked where variant == e2</c>, <c>seconds of first_value</c>, <c>distinct user of activated</c>.</summary>
/// <remarks>
/// <c>[distinct FIELD of | sum FIELD [in UNIT] of | FIELD [in UNIT] of] NAME [where FIELD OP VALUE and …]</c>, with OP one of == != &lt; &lt;= &gt;= &gt;, or
/// <c>FIELD in (VALUE, VALUE)</c>. A unit says what the app writes (<c>elapsed in ms of first_value</c>): readings are seconds, bytes and plain numbers.
/// Names and values with spaces stand in quotes. An event that lacks a field meets no condition on it but <c>!=</c>.
/// </remarks>
/// <param name="Field">Null for a count.</param>
/// <param name="Factor">What the field's numbers are multiplied by.</param>
/// <param name="Unit">The unit that the query names; null for none.</param>
public sealed record EventQuery(EventTake Take, string? Field, double Factor, Unit? Unit, string Name, ImmutableArray<EventCondition> Conditions)
{
    /// <exception cref="FormatException">The text is no such query; the message says where it goes wrong.</exception>
    public static EventQuery Parse(string text) => new EventQueryReader(text).Read();

    public bool Fits(RawEvent raw) => Conditions.All(condition => condition.Holds(raw));

    /// <summary>The field's number in canonical units; null when the event has none.</summary>
    public double? NumberIn(RawEvent raw) => raw[Field!] is { Number: { } number } ? number * Factor : null;
}

/// <summary>A condition on one field.</summary>
/// <param name="Values">What it is compared with; several for one of them.</param>
public sealed record EventCondition(string Field, Comparison Comparison, ImmutableArray<string> Values)
{
    public bool Holds(RawEvent raw)
    {
        if (raw[Field] is not { } value) return Comparison == Comparison.NotEqual;
        return Comparison switch
        {
            Comparison.Equal => Values.Any(each => Same(value, each)),
            Comparison.NotEqual => !Same(value, Values[0]),
            _ => value.Number is { } number && Comparison.Holds(number, Number(Values[0])),
        };
    }

    private static bool Same(EventValue value, string text) =>
        value.Text == text || (value.Number is { } number && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var other) && number == other);

    internal static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
