using Rollouts.SlackPreview;

namespace Rollouts.Contracts;

/// <summary>A host with a Slack that runs here, whose one launch asks for an approval. Bot <c>U0BOT</c> and the deactivated <c>U0GONE</c> are known to it.</summary>
/// <param name="Client">Sends no key.</param>
/// <param name="Lead">A user who may approve.</param>
/// <param name="LeadsName">What plan and journal call the lead.</param>
/// <param name="Other">Another one.</param>
/// <param name="PasserBy">A user who may not.</param>
/// <param name="Approve">What the button of the prompt carries.</param>
/// <param name="JournalAsync">The launch's entries so far.</param>
public sealed record SlackHead(
    PreviewServer Slack, HttpClient Client, string Rollout, string Channel, string Lead, string LeadsName, string Other, string PasserBy, string Approve, Func<Task<IReadOnlyList<Entry>>> JournalAsync)
{
    /// <summary>Until the host has read its people, nothing is known against a bot.</summary>
    public async Task KnowsItsPeopleAsync(TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        while (!Slack.Workspace.Messages.Any(message => message.OnlyFor == "U0BOT" && message.Text.Contains("bots decide nothing", StringComparison.Ordinal)))
        {
            (await Slack.People!.TypeAsync(Channel, "status", "U0BOT")).Dispose();
            await Task.Delay(500, late.Token);
        }
    }

    /// <summary>What someone was told at a place of private answers, word for word.</summary>
    public async Task<string> ToldAsync(string place)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (true)
        {
            if (Slack.Workspace.Messages.FirstOrDefault(message => message.Channel == place) is { Said: { } told }) return ExactAnswers.Same(told);
            await Task.Delay(50, late.Token);
        }
    }
}
