using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What a query makes of the events that fit it.</summary>
/// <param name="Value">The count, the number of different values, or the sum.</param>
/// <param name="Events">How many events it stands on.</param>
/// <param name="Numbers">The field's numbers in order of time; empty for a count and for different values.</param>
/// <param name="Note">That events lack the field, or have no number in it; those do not count. Null for nothing.</param>
internal readonly record struct EventTally(double Value, int Events, ImmutableArray<double> Numbers, string? Note)
{
    public static EventTally Of(EventQuery query, ImmutableArray<RawEvent> events)
    {
        switch (query.Take)
        {
            case EventTake.Count:
                return new(events.Length, events.Length, [], null);
            case EventTake.Distinct:
                ImmutableArray<EventValue> values = [.. events.Select(raw => raw[query.Field!]).OfType<EventValue>()];
                return new(values.DistinctBy(value => value.Text, StringComparer.Ordinal).Count(), values.Length, [], Lacking(query, events.Length - values.Length));
            default:
                ImmutableArray<double> numbers = [.. events.Select(query.NumberIn).OfType<double>()];
                return new(numbers.Sum(), numbers.Length, numbers, Lacking(query, events.Length - numbers.Length));
        }
    }

    private static string? Lacking(EventQuery query, int lacking) =>
        lacking == 0 ? null : FormattableString.Invariant($"{lacking} event(s) have no {(query.Take == EventTake.Distinct ? "value" : "number")} in '{query.Field}' and do not count");
}
