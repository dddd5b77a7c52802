using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What became of reading a delivery of events: all of them, or what is wrong with each line that is.</summary>
public abstract record EventReading
{
    private EventReading()
    {
    }

    public sealed record Sound(ImmutableArray<RawEvent> Events) : EventReading;

    /// <param name="Errors">At most <see cref="EventReader.MostErrors"/> in the order of the lines.</param>
    public sealed record Faulty(ImmutableArray<EventError> Errors) : EventReading;
}

/// <param name="Line">Where in the body the event begins, from 1.</param>
public sealed record EventError(int Line, string Error)
{
    public override string ToString() => FormattableString.Invariant($"line {Line}: {Error}");
}

/// <summary>The ways events may be written.</summary>
public enum EventFormat
{
    /// <summary>A JSON array of events, or one event.</summary>
    Json,

    /// <summary>A JSON object on each line.</summary>
    JsonLines,

    /// <summary>RFC 4180 with a header; cells that are JSON numbers are numbers, empty ones are left out.</summary>
    Csv,
}
