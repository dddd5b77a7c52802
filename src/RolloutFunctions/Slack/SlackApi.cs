using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>What Slack sends when people click, submit and type. No function key: Slack signs what it sends, and has no place for a key.</summary>
internal sealed class SlackApi(Handlers handlers)
{
    [Function("SlackInteraction")]
    public Task<IResult> InteractionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "slack/interactions")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        handlers.Slack(client) is { } slack ? slack.InteractionAsync(request, cancellation) : NoSlack();

    [Function("SlackCommand")]
    public Task<IResult> CommandAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "slack/commands")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        handlers.Slack(client) is { } slack ? slack.CommandAsync(request, cancellation) : NoSlack();

    private static Task<IResult> NoSlack() => Task.FromResult(HttpProblems.NotFound("no Slack is configured here"));
}
