using System.Diagnostics.Metrics;

namespace Rollouts.Engine;

/// <summary>The instruments behind <see cref="Instruments"/>. They cost next to nothing while nobody listens.</summary>
public static class LaunchMeter
{
    public const string Name = "Rollouts";

    private static readonly Meter Meter = new(Name, typeof(LaunchMeter).Assembly.GetName().Version?.ToString(3));

    /// <summary>From a flag write within milliseconds to an approval within days.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 14400, 86400, 259200],
    };

    internal static Counter<long> Observations { get; } = Count(Instruments.Observations);

    internal static Histogram<double> SourceDuration { get; } = Duration(Instruments.SourceDuration);

    internal static Counter<long> SourceFailures { get; } = Count(Instruments.SourceFailures);

    internal static Counter<long> GateVerdicts { get; } = Count(Instruments.GateVerdicts);

    internal static Counter<long> Reviews { get; } = Count(Instruments.Reviews);

    internal static Counter<long> CriterionChanges { get; } = Count(Instruments.CriterionChanges);

    internal static Counter<long> TriggersFired { get; } = Count(Instruments.TriggersFired);

    internal static Histogram<double> DecisionDuration { get; } = Duration(Instruments.DecisionDuration);

    internal static Histogram<double> ApprovalDuration { get; } = Duration(Instruments.ApprovalDuration);

    internal static Counter<double> Time { get; } = Meter.CreateCounter<double>(Instruments.Time.Name, Instruments.Time.Unit, Instruments.Time.Meaning);

    internal static Histogram<double> RollbackDuration { get; } = Duration(Instruments.RollbackDuration);

    internal static Histogram<double> RollbackProcedureDuration { get; } = Duration(Instruments.RollbackProcedureDuration);

    internal static Histogram<double> EffectDuration { get; } = Duration(Instruments.EffectDuration);

    internal static Counter<long> EffectFailures { get; } = Count(Instruments.EffectFailures);

    internal static ObservableGauge<long> OutboxDepth { get; } = Gauge(Instruments.OutboxDepth, LaunchGauges.OutboxDepth);

    internal static ObservableGauge<double> OutboxAge { get; } = Gauge(Instruments.OutboxAge, LaunchGauges.OutboxAge);

    internal static ObservableGauge<long> InboxDepth { get; } = Gauge(Instruments.InboxDepth, LaunchGauges.InboxDepth);

    internal static ObservableGauge<long> Launches { get; } = Gauge(Instruments.Launches, LaunchGauges.Launches);

    internal static ObservableGauge<double> Exposure { get; } = Gauge(Instruments.Exposure, LaunchGauges.Exposure);

    /// <summary>Someone listens: only then is what was committed looked through.</summary>
    internal static bool Enabled => Time.Enabled;

    private static Counter<long> Count(Instrument instrument) => Meter.CreateCounter<long>(instrument.Name, instrument.Unit, instrument.Meaning);

    private static Histogram<double> Duration(Instrument instrument) =>
        Meter.CreateHistogram(instrument.Name, instrument.Unit, instrument.Meaning, advice: Seconds);

    private static ObservableGauge<T> Gauge<T>(Instrument instrument, Func<IEnumerable<Measurement<T>>> read)
        where T : struct => Meter.CreateObservableGauge(instrument.Name, read, instrument.Unit, instrument.Meaning);
}
