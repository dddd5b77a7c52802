using System.Diagnostics;

namespace Rollouts.Engine;

/// <summary>The spans of the engine. What an input leads to is told under the trace that it came with, whoever does it, and when.</summary>
/// <remarks>The trace stands in the journal beside the input (<see cref="Input.Trace"/>), and so goes wherever the journal goes.</remarks>
public static class Tracing
{
    public const string Name = "Rollouts";

    internal static readonly ActivitySource Source = new(Name, typeof(Tracing).Assembly.GetName().Version?.ToString(3));

    /// <summary>The trace at hand, where it is recorded; null otherwise.</summary>
    internal static string? Here => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>The input with the trace at hand, unless it has one.</summary>
    internal static T Stamped<T>(T input)
        where T : Input => input.Trace is null && Here is { } here ? input with { Trace = here } : input;

    /// <summary>Taking an input from outside: stored first, acknowledged after.</summary>
    internal static Activity? Accept(string rollout, Input input) => Source.StartActivity($"accept {JsonName.Of(input)}")?
        .SetTag(Tags.Name, rollout).SetTag(Tags.InputId, input.Id);

    /// <summary>Tells of decisions after they were committed.</summary>
    internal static void Decided(string rollout, IEnumerable<Entry> entries, DateTimeOffset from, DateTimeOffset until)
    {
        if (!Source.HasListeners()) return;
        foreach (var entry in entries) Decided(rollout, entry, from, until);
    }

    /// <summary>A span under the given trace; under the one at hand where there is none.</summary>
    internal static Activity? Under(string? trace, string name, ActivityKind kind, DateTimeOffset from = default) =>
        Source.StartActivity(name, kind, ActivityContext.TryParse(trace, null, true, out var parent) ? parent : default, startTime: from);

    internal static void Failed(this Activity? span, Exception problem) => span?
        .SetStatus(ActivityStatusCode.Error, problem.Message).SetTag(Tags.ErrorType, problem.GetType().Name);

    private static void Decided(string rollout, Entry entry, DateTimeOffset from, DateTimeOffset until)
    {
        using var span = Under(entry.Input.Trace, $"decide {JsonName.Of(entry.Input)}", ActivityKind.Internal, from);
        if (span is null) return;
        span.SetTag(Tags.Name, rollout).SetTag(Tags.Entry, entry.Seq).SetTag(Tags.InputId, entry.Input.Id);
        span.SetTag(Tags.Outcome, entry.Outcome is Outcome.Refused ? "refused" : "accepted");
        if (entry.Outcome is Outcome.Refused refused) span.SetTag(Tags.Reason, refused.Reason);
        foreach (var happened in entry.Events) span.AddEvent(new(JsonName.Of(happened), until));
        span.SetEndTime(until.UtcDateTime);
    }
}
