using Rollouts.Cli.Pages;
using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>The tracking board of a launch: every scheduled review by week and cohort.</summary>
internal static class BoardVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        return new Verb("board", "Print the tracking board as Markdown: every scheduled review", "rollout board kruxt", "rollout board kruxt > board.md") { name }
            .Does(async call =>
            {
                var answer = await call.Host.BoardAsync(call.Get(name), call.Cancellation);
                if (call.IsJson) call.Terminal.WriteJson(answer.Json);
                else if (call.Terminal.IsRich) call.Terminal.Write(BoardPage.Of(answer.Value));
                else call.Terminal.Output.Write(Board.Markdown((await call.Host.GetAsync(call.Get(name), call.Cancellation)).Value.Title, answer.Value));
                return ExitCode.Fine;
            });
    }
}
