using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>The kept samples that a window may be computed from.</summary>
/// <remarks>
/// <para>
/// At the edges a sample counts as <em>near</em> within twice the spacing of the samples (their median distance), and never further than half
/// the window: one missed scrape is tolerated, two are not, and a window is never stretched by half.
/// </para>
/// <para>
/// The base is the last sample at or before the start if it is near; without one, the first sample inside. What begins with a sample
/// inside that is not near the start covers the window in part. The last sample must be near the end, or the source has fallen silent.
/// </para>
/// </remarks>
public sealed class KeptSamples
{
    private KeptSamples(Sample? before, ImmutableArray<Sample> inside, bool coversStart, bool coversEnd)
    {
        Before = before;
        Inside = inside;
        CoversStart = coversStart;
        CoversEnd = coversEnd;
    }

    /// <summary>The last sample at or before the start, if near.</summary>
    public Sample? Before { get; }

    /// <summary>The samples after the start, up to the end.</summary>
    public ImmutableArray<Sample> Inside { get; }

    public bool CoversStart { get; }

    public bool CoversEnd { get; }

    /// <param name="samples">In order of time; those outside of the window but for the last before are ignored.</param>
    public static KeptSamples In(KpiWindow window, ImmutableArray<Sample> samples)
    {
        ImmutableArray<Sample> inside = [.. samples.Where(sample => sample.At > window.From && sample.At <= window.Until)];
        var before = samples.LastOrDefault(sample => sample.At <= window.From, new Sample(DateTimeOffset.MinValue, double.NaN));
        var hasBefore = !double.IsNaN(before.Value);
        if (inside.IsEmpty) return new(null, inside, false, false);

        var near = Near(window, hasBefore ? inside.Insert(0, before) : inside);
        var nearBefore = hasBefore && window.From - before.At <= near;
        return new(
            nearBefore ? before : null,
            inside,
            nearBefore || window.SinceStart || inside[0].At - window.From <= near,
            window.Until - inside[^1].At <= near);
    }

    private static TimeSpan Near(KpiWindow window, ImmutableArray<Sample> samples)
    {
        var half = window.Length / 2;
        if (samples.Length < 2) return half;
        var gaps = new TimeSpan[samples.Length - 1];
        for (var i = 0; i < gaps.Length; i++) gaps[i] = samples[i + 1].At - samples[i].At;
        Array.Sort(gaps);
        var twice = 2 * gaps[gaps.Length / 2];
        return twice < half ? twice : half;
    }
}
