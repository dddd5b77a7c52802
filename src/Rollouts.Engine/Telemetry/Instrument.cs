using System.Collections.Immutable;

namespace Rollouts.Engine;

public enum InstrumentKind
{
    /// <summary>Only rises.</summary>
    Counter,

    /// <summary>How values are distributed.</summary>
    Histogram,

    /// <summary>What is so now.</summary>
    Gauge,
}

/// <summary>A metric as its readers know it. Names, units and attributes are public: dashboards and alert rules rest on them.</summary>
/// <param name="Unit">In UCUM.</param>
public sealed record Instrument(string Name, InstrumentKind Kind, string Unit, string Meaning, ImmutableArray<string> Attributes)
{
    public Instrument(string name, InstrumentKind kind, string unit, string meaning, params string[] attributes)
        : this(name, kind, unit, meaning, attributes.ToImmutableArray())
    {
    }
}
