using Rollouts.Cli.Hosts;
using Rollouts.Cli.Pages;
using Rollouts.Engine;
using Spectre.Console;

namespace Rollouts.Cli.Verbs;

/// <summary>Follows a launch: a live page on a terminal; elsewhere the status once, and then a line for each entry of the journal.</summary>
internal static class Watching
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);

    public static async Task<int> FollowAsync(Call call, string rollout, bool exitCode)
    {
        var answer = await call.Host.GetAsync(rollout, call.Cancellation);
        try
        {
            var last = call switch
            {
                { IsJson: true } => await PrintAsync(call, answer, Json),
                { Terminal.IsRich: true } => await LiveAsync(call, answer),
                _ => await PrintAsync(call, answer, TextAsync),
            };
            return exitCode ? Condition.Of(last).Code : ExitCode.Fine;
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how one stops watching.
            return ExitCode.Fine;
        }
    }

    private static Task<RolloutView> LiveAsync(Call call, Answer<RolloutView> answer) =>
        call.Terminal.Console.Live(Now(call, answer.Value)).StartAsync(async live =>
        {
            while (!IsOver(answer.Value))
            {
                answer = await NextAsync(call, answer.Value);
                live.UpdateTarget(Now(call, answer.Value));
            }

            return answer.Value;
        });

    private static Spectre.Console.Rendering.IRenderable Now(Call call, RolloutView view) => StatusPage.Of(view, call.Now).ToRich(call.Terminal.Console.Profile.Width);

    private static async Task<RolloutView> PrintAsync(Call call, Answer<RolloutView> answer, Func<Call, Answer<RolloutView>, long?, Task> print)
    {
        await print(call, answer, null);
        while (!IsOver(answer.Value))
        {
            var before = answer.Value.Seq;
            answer = await NextAsync(call, answer.Value);
            if (answer.Value.Seq != before) await print(call, answer, before);
        }

        return answer.Value;
    }

    private static Task Json(Call call, Answer<RolloutView> answer, long? before)
    {
        call.Terminal.WriteJsonLine(answer.Json);
        return Task.CompletedTask;
    }

    private static async Task TextAsync(Call call, Answer<RolloutView> answer, long? before)
    {
        if (before is not { } after)
        {
            call.Terminal.Write(StatusPage.Of(answer.Value, call.Now).Line());
            return;
        }

        var words = new EventText(answer.Value);
        var page = new Page();
        await foreach (var entry in call.Host.JournalAsync(answer.Value.Rollout, after, call.Cancellation))
            if (entry.Value.Seq <= answer.Value.Seq && JournalPage.IsNews(entry.Value)) page.Line(JournalPage.Line(entry.Value, words));
        call.Terminal.Write(page.Line(StatusPage.Summary(answer.Value)));
    }

    private static async Task<Answer<RolloutView>> NextAsync(Call call, RolloutView view)
    {
        await Task.Delay(Often, call.Terminal.Time, call.Cancellation);
        return await call.Host.GetAsync(view.Rollout, call.Cancellation);
    }

    private static bool IsOver(RolloutView view) => view.Stage is nameof(RolloutStage.Closed) or nameof(RolloutStage.Aborted);
}
