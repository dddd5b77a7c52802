using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A metric asked for, with the window to read.</summary>
public sealed record KpiQuestion(Metric Metric, ReadingWanted Wanted);

/// <summary>A kind of place that KPIs come from. One file each.</summary>
public interface IKpiSource
{
    /// <summary>The source kind as plans write it: <c>prometheus</c>, <c>prometheus-text</c>, <c>json</c>, <c>events</c>.</summary>
    string Kind { get; }

    /// <summary>Answers every question with one reading, in order. What cannot be answered is a reading with its error or without value; never zero.</summary>
    /// <remarks>Asks as little as it can: questions that share a page or query share the call.</remarks>
    Task<ImmutableArray<Reading>> ReadAsync(
        MetricSource source, ImmutableArray<KpiQuestion> questions, DateTimeOffset now, CancellationToken cancellation);
}
