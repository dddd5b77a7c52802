using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts.Simulation;

/// <summary>How a scenario ended.</summary>
/// <param name="Checks">How many expectations were looked at.</param>
/// <param name="Ended">When, in virtual time.</param>
public sealed record ScenarioResult(string Scenario, int Line, int Checks, DateTimeOffset Started, DateTimeOffset Ended, ImmutableArray<Difference> Differences, VirtualLaunch Launch)
{
    public bool Passed => Differences.IsEmpty;
}

/// <summary>Something that was not as it must be.</summary>
/// <param name="Line">Where the scenario file says what must be.</param>
/// <param name="At">When it was looked at, in virtual time.</param>
/// <param name="What">What was looked at: <c>phase</c>, <c>flags INGESTION_ENABLED</c>.</param>
public sealed record Difference(int Line, int Column, DateTimeOffset At, [property: JsonIgnore] TimeSpan After, string What, string Expected, string Actual)
{
    public double AfterSeconds => After.TotalSeconds;

    public override string ToString() =>
        FormattableString.Invariant($"{Line}:{Column}: after {(After == TimeSpan.Zero ? "0" : Span.Text(After))} ({At:yyyy-MM-dd HH:mm} UTC): {What}: expected {Expected}, was {Actual}");
}
