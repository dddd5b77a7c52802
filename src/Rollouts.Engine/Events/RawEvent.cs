using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts.Engine;

/// <summary>Something that happened in the launched product, as its app tells it: the ground that KPIs are counted on.</summary>
/// <param name="Id">Names it once and for all: sent again, it is the same event. At most 200 characters.</param>
/// <param name="At">When it happened, in UTC.</param>
/// <param name="Name">What happened, such as <c>first_value</c>; at most 100 characters.</param>
/// <param name="Fields">What the app says of it, by name, none twice.</param>
public sealed record RawEvent(string Id, DateTimeOffset At, string Name, ImmutableArray<KeyValuePair<string, EventValue>> Fields)
{
    /// <summary>Null when the event does not say.</summary>
    public EventValue? this[string field]
    {
        get
        {
            foreach (var (name, value) in Fields)
                if (name == field) return value;
            return null;
        }
    }
}

/// <summary>A field's value: a text, a number, or true or false, which are texts.</summary>
public readonly record struct EventValue
{
    private readonly double number;

    private EventValue(string text, double number) => (Text, this.number) = (text, number);

    /// <summary>As it is compared and written.</summary>
    public string Text { get; }

    /// <summary>Null for what is no number.</summary>
    public double? Number => double.IsNaN(number) ? null : number;

    public static EventValue Of(string text) => new(text, double.NaN);

    /// <exception cref="ArgumentOutOfRangeException">It is no finite number.</exception>
    public static EventValue Of(double number) => double.IsFinite(number)
        ? new(number.ToString("R", CultureInfo.InvariantCulture), number)
        : throw new ArgumentOutOfRangeException(nameof(number), number, "an event holds finite numbers");

    public static EventValue Of(bool truth) => Of(truth ? "true" : "false");

    public override string ToString() => Text;
}
