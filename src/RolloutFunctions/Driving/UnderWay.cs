using System.Collections.Immutable;
using Microsoft.DurableTask;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>What a driver has under way: writes beside everything, and of each lane one effect at a time.</summary>
/// <remarks>Orchestrators replay it: all it knows comes from the context and from what it is given.</remarks>
/// <param name="failures">How often in a row something did not work before; what fails now waits accordingly.</param>
internal sealed class UnderWay(TaskOrchestrationContext context, int failures, Func<EffectCall, Task<EffectReport>> carryOut)
{
    /// <summary>What cannot be done for so long makes way for those behind it in its lane.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<(EffectCall Effect, DateTime Began, Task<EffectReport> Report)> running = [];
    private readonly Dictionary<string, Try> failed = new(StringComparer.Ordinal);

    public bool IsEmpty => running.Count == 0;

    public IEnumerable<Task> Tasks => running.Select(one => one.Report);

    public int Failures => failed.Count == 0 ? 0 : failed.Values.Max(each => each.Failures);

    public ImmutableArray<string> Problems => [.. failed.Values.Select(each => each.Why)];

    /// <summary>When something that failed is to be tried again; null when nothing is.</summary>
    public DateTime? NextTry =>
        failed.Where(each => running.All(one => one.Effect.Id != each.Key)).Select(each => (DateTime?)each.Value.Again).Min();

    /// <summary>Begins what may begin now.</summary>
    /// <param name="nudged">Somebody may have made possible what was not: writes are tried at once.</param>
    /// <param name="goesOn">Whether another effect that is no write may begin.</param>
    public void Begin(DriveTurn turn, bool nudged, Func<bool> goesOn)
    {
        foreach (var gone in failed.Keys.Except(turn.Effects.Select(effect => effect.Id), StringComparer.Ordinal).ToList()) failed.Remove(gone);
        foreach (var write in turn.Effects.Where(effect => effect.IsWrite && running.All(one => one.Effect.Id != effect.Id)))
            if (nudged || IsDue(write)) Start(write);
        // What a write leads to is known before anybody is told of it.
        if (running.Any(one => one.Effect.IsWrite)) return;
        foreach (var lane in turn.Effects.Where(effect => !effect.IsWrite).GroupBy(effect => effect.Lane))
            if (running.All(one => one.Effect.Lane != lane.Key) && FirstOf(lane) is { } first && goesOn()) Start(first);
    }

    /// <summary>What has ended since.</summary>
    public async Task<IReadOnlyList<EffectReport>> TakeAsync()
    {
        var reports = new List<EffectReport>();
        foreach (var one in running.Where(one => one.Report.IsCompleted).ToList())
        {
            running.Remove(one);
            var report = await one.Report;
            reports.Add(report);
            if (report.Done) failed.Remove(one.Effect.Id);
            else failed[one.Effect.Id] = Failed(one.Effect, one.Began, report);
        }

        return reports;
    }

    private void Start(EffectCall effect) => running.Add((effect, context.CurrentUtcDateTime, carryOut(effect)));

    private bool IsDue(EffectCall effect) => !failed.TryGetValue(effect.Id, out var before) || before.Again <= context.CurrentUtcDateTime;

    /// <summary>Null while one that failed stands before the rest.</summary>
    private EffectCall? FirstOf(IEnumerable<EffectCall> lane) =>
        lane.FirstOrDefault(effect => IsDue(effect) || failed[effect.Id].MakesWay > context.CurrentUtcDateTime) is { } next && IsDue(next) ? next : null;

    private Try Failed(EffectCall effect, DateTime began, EffectReport report)
    {
        var before = failed.GetValueOrDefault(effect.Id);
        var times = (before?.Failures ?? failures) + 1;
        var again = context.CurrentUtcDateTime + report.WaitAfter(times);
        var first = before?.Began ?? began;
        // A service that asks to be left alone takes nothing of those behind it either.
        return new(first, times, again, report.Failure == FailureKind.Throttled ? again : first + Patience, report.Why);
    }

    /// <param name="Began">The first time.</param>
    /// <param name="MakesWay">From then on those behind it may go before it.</param>
    private sealed record Try(DateTime Began, int Failures, DateTime Again, DateTime MakesWay, string Why);
}
