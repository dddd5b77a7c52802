using Rollouts.Cli.Hosts;
using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Verbs;

/// <summary>Gives a command and says what became of it. A refusal is an error with the host's reason.</summary>
internal static class Commanding
{
    public static Task<int> CommandAsync(this Call call, string rollout, Fields command) => call.ShowAsync(rollout, call.Host.CommandAsync(rollout, command, call.Cancellation));

    public static async Task<int> ShowAsync(this Call call, string rollout, Task<Answer<CommandAnswer>> asked) =>
        call.Show(await asked, answer => answer.Note is { } note
            ? new Page().Line(Phrase.Of($"{rollout}: {Words(answer.Outcome)}, but [yellow]{note}[/]"))
            : new Page().Line(Phrase.Of($"{rollout}: {Words(answer.Outcome)}")));

    /// <summary>Gives a command and, if asked to, waits for the launch to come to rest.</summary>
    public static async Task<int> CommandAsync(this Call call, string rollout, Fields command, WaitOptions wait)
    {
        if (wait.Of(call) is not { } longest) return await call.CommandAsync(rollout, command);
        var answer = await call.Host.CommandAsync(rollout, command, call.Cancellation);
        if (answer.Value.Outcome == "stored" && await DecidedAsync(call, rollout, answer.Value.Id) is { } refused)
            return call.Fail("Refused", refused, null, ExitCode.Failed);
        return await Waiting.UntilAtRestAsync(call, rollout, longest);
    }

    /// <summary>Waits for the outcome of an input that was stored and not decided at once. The reason when it is refused.</summary>
    private static async Task<string?> DecidedAsync(Call call, string rollout, string id)
    {
        long after = 0;
        while (true)
        {
            await foreach (var entry in call.Host.JournalAsync(rollout, after, call.Cancellation))
            {
                after = entry.Value.Seq;
                if (entry.Value.Input.Id == id) return (entry.Value.Outcome as Outcome.Refused)?.Reason;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), call.Terminal.Time, call.Cancellation);
        }
    }

    private static Phrase Words(string outcome) => outcome switch
    {
        "accepted" => Phrase.Of($"[green]accepted[/]"),
        "fenced" => Phrase.Of($"[green]fenced[/]: nothing older can rise any more"),
        "rolling back" => Phrase.Of($"[yellow]rolling back[/]: not every key is confirmed yet"),
        "stored" => Phrase.Of($"[yellow]stored[/]: it will be decided in a moment, see the journal"),
        "known" => "known: this was decided before",
        _ => outcome,
    };
}
