using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>The post-launch review.</summary>
internal static class ReviewVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        return new Verb("review", "Print the post-launch review as Markdown: measured, gone wrong, decided, left to do", "rollout review d7 > review.md", "rollout review d7 --json") { name }
            .Does(async call =>
            {
                var answer = await call.Host.ReviewAsync(call.Get(name), call.Cancellation);
                if (call.IsJson) call.Terminal.WriteJson(answer.Json);
                else call.Terminal.Output.Write(LaunchReviewText.Markdown(answer.Value));
                return ExitCode.Fine;
            });
    }
}
