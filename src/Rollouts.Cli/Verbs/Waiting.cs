using Rollouts.Cli.Hosts;
using Rollouts.Cli.Pages;
using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>Waits for a launch to come to rest.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns with what the launch's condition is, or after the longest time with <see cref="ExitCode.TimedOut"/>; the last status is shown.</summary>
    public static async Task<int> UntilAtRestAsync(Call call, string rollout, TimeSpan longest)
    {
        var began = call.Terminal.Time.GetTimestamp();
        while (true)
        {
            var answer = await call.Host.GetAsync(rollout, call.Cancellation);
            var condition = Condition.Of(answer.Value);
            if (condition.AtRest) return Show(call, answer, condition.Code);
            if (call.Terminal.Time.GetElapsedTime(began) >= longest) return Show(call, answer, ExitCode.TimedOut);
            await Task.Delay(Often, call.Terminal.Time, call.Cancellation);
        }
    }

    private static int Show(Call call, Answer<RolloutView> answer, int code)
    {
        call.Show(answer, view => StatusPage.Of(view, call.Now));
        if (code == ExitCode.TimedOut) call.Terminal.Error($"{answer.Value.Rollout} did not come to rest in time");
        return code;
    }
}
