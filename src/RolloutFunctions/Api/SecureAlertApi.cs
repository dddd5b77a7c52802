using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Azure Monitor's secure webhook: its token proves it, so that no function key stands in action groups, deployments and their logs.</summary>
internal sealed class SecureAlertApi(Handlers handlers, AlertSenders senders)
{
    public const string Route = $"alerts/{SecureWebhookProof.Of}/secure";

    [Function("SecureAlertWebhook")]
    public Task<IResult> AlertAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        senders.AsksForTokens
            ? handlers.Alerts(client).AlertAsync(SecureWebhookProof.Of, request, cancellation)
            : Task.FromResult(HttpProblems.NotFound("no secure webhook is configured here"));
}
