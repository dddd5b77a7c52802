using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollouts.Simulation;

/// <summary>What is drawn of a launch: its exposure and its KPIs over time, with phases and ways back.</summary>
/// <param name="Exposure">From each time on, what is permitted.</param>
public sealed record LaunchPicture(
    string Title, DateTimeOffset From, DateTimeOffset Until, ImmutableArray<PhaseSpan> Phases, ImmutableArray<ExposureStep> Exposure, ImmutableArray<PictureMark> Marks, ImmutableArray<KpiLine> Kpis);

public sealed record PhaseSpan(string Phase, DateTimeOffset From, DateTimeOffset Until);

/// <param name="Percent">0 while the dial is off.</param>
/// <param name="Members">How many members are let in.</param>
public sealed record ExposureStep(DateTimeOffset At, double Percent, int Members);

/// <param name="Kind">way-back, hold or go-on.</param>
public sealed record PictureMark(DateTimeOffset At, string Kind, string Text);

/// <summary>A metric over time, with what the plan holds against it.</summary>
/// <param name="Scope">The member, channel or severity; empty for the whole launch.</param>
/// <param name="Window">The window it was read over; empty for since the attempt began.</param>
public sealed record KpiLine(string Metric, string Scope, string Window, [property: JsonConverter(typeof(UnitWord))] Unit Unit, ImmutableArray<KpiPoint> Points, ImmutableArray<KpiLimit> Limits);

/// <param name="Value">Null for no data.</param>
public sealed record KpiPoint(DateTimeOffset At, double? Value);

/// <param name="Rule">The criterion as the plan writes it.</param>
/// <param name="Kind">gate or trigger.</param>
public sealed record KpiLimit(string Kind, string Rule, string Comparison, double Value, DateTimeOffset From, DateTimeOffset Until);

/// <summary>A unit as plans write it: count, ratio, duration, size, truth.</summary>
internal sealed class UnitWord() : JsonStringEnumConverter<Unit>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
