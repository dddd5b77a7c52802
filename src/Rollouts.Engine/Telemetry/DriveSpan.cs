using System.Diagnostics;

namespace Rollouts.Engine;

/// <summary>A drain that time alone asked for. It is told of when time changed something; most often it did not.</summary>
internal sealed class DriveSpan : IDisposable
{
    private readonly Activity? span;

    public DriveSpan(string rollout, IReadOnlyList<Input> own)
    {
        Own = own;
        if (!Tracing.Source.HasListeners() || !own.Any(input => input is Input.Tick)) return;
        var before = Activity.Current;
        span = Tracing.Source.StartActivity("drive")?.SetTag(Tags.Name, rollout);
        // What the drain asks of the store is not told under it: it may not be told of at all.
        Activity.Current = before;
        if (span is { Recorded: true }) Own = [.. own.Select(input => input is Input.Tick { Trace: null } ? input with { Trace = span.Id } : input)];
    }

    /// <summary>The inputs, their ticks with the trace of this span.</summary>
    public IReadOnlyList<Input> Own { get; }

    public void Drained(Drained? drained)
    {
        if (span is null || drained?.Entries.Any(entry => entry.Input is Input.Tick) == true) return;
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    public void Dispose() => span?.Stop();
}
