using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.DurableTask;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>One generation of a driver: drain, carry out what was decided, wait for a nudge or the next wake, and again. Decides nothing.</summary>
/// <remarks>
/// Every generation begins by draining, so that a nudge which comes between two of them may be dropped, and ends before its history is long.
/// Nudges and the answers of effects carry the next turn where it is known, and spare a drain. Those of histories from before that carry none: there
/// the order of calls stays as it was. It and the names of activities are frozen: launches under way replay them.
/// </remarks>
internal sealed class DriveLoop(TaskOrchestrationContext context, DriveInput input)
{
    public const string Nudge = "nudge";

    /// <summary>Calls of activities in one generation; with its timers and events a history has at most about four times as many rows.</summary>
    public const int MostCalls = 32;

    private const int MostWords = 1000;

    /// <summary>Timers fire up to a second early, and a drain that finds nothing due would spin.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    private readonly HashSet<int> handedOver = [];
    private int calls;

    /// <summary>The newest turn that this generation knows.</summary>
    private DriveTurn? newest;

    /// <summary>The turn at which the driver is through; null when it goes on as a new generation.</summary>
    public async Task<DriveTurn?> RunAsync(Func<DriveTurn, bool> isThrough)
    {
        var failures = input.Failures;
        DriveTurn? told = null;
        // One wait at a time: a second one would take the event from the first, or lose it.
        var nudge = context.WaitForExternalEvent<JsonElement>(Nudge);
        while (calls < MostCalls - DriveTurn.MostEffects)
        {
            var (turn, problem) = told is null ? await DrainAsync() : Told(told);
            newest = turn ?? newest;
            if (turn is not null && isThrough(turn))
            {
                context.SetCustomStatus(turn.Words);
                return turn;
            }

            var reports = turn is null ? [] : await ActAsync(turn);
            var undone = reports.Where(report => !report.Done).ToList();
            failures = turn is null || undone.Count > 0 ? failures + 1 : 0;
            var wake = turn is null ? context.CurrentUtcDateTime + EffectReport.Again(problem).WaitAfter(failures)
                : undone.Count > 0 ? context.CurrentUtcDateTime + undone.Min(report => report.WaitAfter(failures))
                : turn.Wake?.UtcDateTime + Late;
            Tell(turn, turn is null ? [problem] : [.. undone.Select(report => report.Why)], wake);
            told = reports.Select(report => report.Turn).OfType<DriveTurn>().MaxBy(next => next.Seq);
            if (turn is not null && undone.Count == 0 && reports.Count > 0) continue;
            told = null;
            if (!nudge.IsCompleted) await WaitAsync(nudge, wake);
            if (!nudge.IsCompleted) continue;
            told = TurnOf(await nudge);
            nudge = context.WaitForExternalEvent<JsonElement>(Nudge);
        }

        context.ContinueAsNew(input with { Failures = failures }, preserveUnprocessedEvents: false);
        return null;
    }

    /// <summary>The first line of what an activity or another driver failed with.</summary>
    public static string Line(TaskFailedException failed) => failed.FailureDetails.ErrorMessage.Split('\n', 2)[0].Trim();

    /// <summary>What a nudge carries, or what is known here where that is newer; null for one that asks for a drain.</summary>
    private DriveTurn? TurnOf(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty("seq", out _)) return null;
        try
        {
            return payload.Deserialize<DriveTurn>() is not { Effects.IsDefault: false, WaysBack.IsDefault: false, Stage.Length: > 0 } turn ? null
                : newest is { } known && known.Seq > turn.Seq ? known
                : turn;
        }
        catch (JsonException)
        {
            // What cannot be read must not end the driver: the journal knows better.
            return null;
        }
    }

    private (DriveTurn? Turn, string Problem) Told(DriveTurn turn)
    {
        calls++;
        return (turn, "");
    }

    private async Task<(DriveTurn? Turn, string Problem)> DrainAsync()
    {
        calls++;
        try
        {
            return (await context.CallActivityAsync<DriveTurn>(Activities.Drain, input), "");
        }
        catch (TaskFailedException failed)
        {
            return (null, Line(failed));
        }
    }

    /// <summary>Writes go first and in parallel, and what they lead to is drained before anything else goes out; the rest goes one after the other.</summary>
    private async Task<List<EffectReport>> ActAsync(DriveTurn turn)
    {
        foreach (var wayBack in turn.WaysBack.Where(handedOver.Add))
            await CallAsync(Activities.HandOver, new DriveInput(input.Rollout, wayBack), true);
        var writes = turn.Effects.Where(effect => effect.IsWrite).ToImmutableArray();
        if (!writes.IsEmpty) return [.. await Task.WhenAll(writes.Select(EffectAsync))];
        var reports = new List<EffectReport>();
        foreach (var effect in turn.Effects) reports.Add(await EffectAsync(effect));
        return reports;
    }

    private async Task<EffectReport> EffectAsync(EffectCall effect)
    {
        calls++;
        try
        {
            return await context.CallActivityAsync<EffectReport>(effect.Kind, effect with { WayBack = input.WayBack });
        }
        catch (TaskFailedException failed)
        {
            return EffectReport.Again(Line(failed));
        }
    }

    private async Task CallAsync(string activity, object about, bool expected)
    {
        calls++;
        try
        {
            await context.CallActivityAsync<bool>(activity, about);
        }
        catch (TaskFailedException failed) when (expected)
        {
            context.SetCustomStatus(Line(failed));
        }
    }

    private void Tell(DriveTurn? turn, ImmutableArray<string> problems, DateTime? again)
    {
        var words = turn?.Words ?? "where the launch stands cannot be read now";
        if (problems.Length > 0)
            words = FormattableString.Invariant($"{words}; not done yet: {string.Join("; ", problems.Distinct(StringComparer.Ordinal))}; tried again at {again:u}");
        context.SetCustomStatus(words.Length <= MostWords ? words : words[..(MostWords - 1)] + "…");
    }

    /// <param name="until">Null to wait for a nudge alone.</param>
    private async Task WaitAsync(Task nudge, DateTime? until)
    {
        if (until is not { } wake)
        {
            await nudge;
            return;
        }

        using var cancel = new CancellationTokenSource();
        var timer = context.CreateTimer(wake, cancel.Token);
        await Task.WhenAny(nudge, timer);
#pragma warning disable CA1849, MA0042 // An orchestrator may await nothing but what its context gives it.
        if (!timer.IsCompleted) cancel.Cancel();
#pragma warning restore CA1849, MA0042
    }
}
