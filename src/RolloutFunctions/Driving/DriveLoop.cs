using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.DurableTask;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>One generation of a driver: drain, carry out what was decided, wait for a nudge or the next wake, and again. Decides nothing.</summary>
/// <remarks>
/// Every generation begins by draining, so that a nudge which comes between two of them may be dropped, and ends before its history is long, with
/// nothing under way. Nudges and the answers of effects carry the next turn where it is known, and spare a drain. Histories from before that carry
/// none, and those from before there were lanes have effects without one: there the order of calls stays as it was. It and the names of activities
/// are frozen: launches under way replay them.
/// </remarks>
internal sealed class DriveLoop
{
    public const string Nudge = "nudge";

    /// <summary>Calls of activities in one generation; with its timers and events a history has at most about four times as many rows.</summary>
    public const int MostCalls = 32;

    /// <summary>What never ends is left behind after so many calls of others: it is called again, and does nothing twice.</summary>
    private const int MostCallsBeside = 8 * MostCalls;

    private const int MostWords = 1000;

    /// <summary>Timers fire up to a second early, and a drain that finds nothing due would spin.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    /// <summary>What is under way ends within half a minute, and time is looked at then: a timer is for what is due sooner. One for each post would cost more than the post.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(25);

    private readonly TaskOrchestrationContext context;
    private readonly DriveInput input;
    private readonly UnderWay work;
    private readonly HashSet<int> handedOver = [];
    private int calls;

    /// <summary>Effects of lanes that were begun: a lane that hangs while others are nudged on keeps none of them from going on.</summary>
    private int posts;

    /// <summary>The newest turn that this generation knows.</summary>
    private DriveTurn? newest;

    public DriveLoop(TaskOrchestrationContext context, DriveInput input)
    {
        (this.context, this.input) = (context, input);
        work = new(context, input.Failures, EffectAsync);
    }

    /// <summary>The turn at which the driver is through; null when it goes on as a new generation.</summary>
    public async Task<DriveTurn?> RunAsync(Func<DriveTurn, bool> isThrough)
    {
        using var alarm = new Alarm(context);
        var failures = input.Failures;
        DriveTurn? told = null;
        var (answered, nudged) = (false, false);
        // One wait at a time: a second one would take the event from the first, or lose it.
        var nudge = context.WaitForExternalEvent<JsonElement>(Nudge);
        while (work.IsEmpty ? calls < MostCalls - DriveTurn.MostEffects : calls < MostCallsBeside)
        {
            var (turn, problem) = told is null ? await DrainAsync() : Told(told, answered);
            newest = turn ?? newest;
            var through = turn is not null && isThrough(turn);
            if (turn is not null && through && work.IsEmpty)
            {
                context.SetCustomStatus(turn.Words);
                return turn;
            }

            var reports = turn is null ? [] : await ActAsync(turn, through, nudged);
            var undone = reports.Where(report => !report.Done).ToList();
            failures = turn is null || undone.Count > 0 ? failures + 1 : 0;
            var wake = turn is null ? context.CurrentUtcDateTime + EffectReport.Again(problem).WaitAfter(failures)
                : undone.Count > 0 ? context.CurrentUtcDateTime + undone.Min(report => report.WaitAfter(failures))
                : Earlier(turn.Wake?.UtcDateTime + Late, work.NextTry);
            Tell(turn, turn is null ? [problem] : [.. undone.Select(report => report.Why), .. work.Problems], wake);
            (told, answered, nudged) = (reports.Select(report => report.Turn).OfType<DriveTurn>().MaxBy(next => next.Seq), false, false);
            if (turn is not null && undone.Count == 0 && reports.Count > 0) continue;
            told = null;
            if (!nudge.IsCompleted) await WaitAsync(nudge, alarm, wake);
            if (await work.TakeAsync() is { Count: > 0 } ended)
            {
                (told, answered) = (After(ended), true);
                continue;
            }

            if (!nudge.IsCompleted) continue;
            (told, nudged) = (TurnOf(await nudge), true);
            nudge = context.WaitForExternalEvent<JsonElement>(Nudge);
        }

        alarm.Dispose();
        context.ContinueAsNew(input with { Failures = Math.Max(failures, work.Failures) }, preserveUnprocessedEvents: false);
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

    /// <summary>What is to be done after these ended; null where that is to be asked.</summary>
    private DriveTurn? After(IReadOnlyList<EffectReport> ended) =>
        ended.Any(report => report is { Done: true, Turn: null }) ? null : ended.Select(report => report.Turn).Append(newest).OfType<DriveTurn>().MaxBy(turn => turn.Seq);

    /// <param name="answered">By an effect that was carried out: its call has been counted.</param>
    private (DriveTurn? Turn, string Problem) Told(DriveTurn turn, bool answered)
    {
        if (!answered) calls++;
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

    /// <summary>Begins what may begin, and of turns from before there were lanes carries out everything: what became of that.</summary>
    /// <param name="through">Another driver goes on: this one begins nothing that it would have to wait for long.</param>
    private async Task<List<EffectReport>> ActAsync(DriveTurn turn, bool through, bool nudged)
    {
        foreach (var wayBack in turn.WaysBack.Where(wayBack => !through && handedOver.Add(wayBack)))
            await CallAsync(Activities.HandOver, new DriveInput(input.Rollout, wayBack), true);
        if (work.IsEmpty && turn.Effects.Any(effect => effect.Lane is null)) return await CarryOutAsync(turn);
        work.Begin(turn, nudged, () => !through && posts++ < MostCalls);
        return [];
    }

    /// <summary>Writes go first and in parallel, and what they lead to is drained before anything else goes out; the rest goes one after the other.</summary>
    private async Task<List<EffectReport>> CarryOutAsync(DriveTurn turn)
    {
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

    /// <summary>Waits for a nudge, for something that is under way to end, or for a time, whatever comes first.</summary>
    /// <param name="until">Null to wait for no time.</param>
    private async Task WaitAsync(Task nudge, Alarm alarm, DateTime? until)
    {
        var idle = work.IsEmpty;
        await Task.WhenAny([nudge, .. work.Tasks, .. alarm.At(idle || until <= context.CurrentUtcDateTime + Soon ? until : null)]);
        if (idle) alarm.Dispose();
    }

    private static DateTime? Earlier(DateTime? one, DateTime? other) => one is null || other < one ? other : one;
}
