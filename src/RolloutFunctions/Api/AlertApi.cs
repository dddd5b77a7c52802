using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace RolloutFunctions;

/// <summary>Webhooks of monitoring systems, with the function key in the address or a header; what else proves the sender, the settings say.</summary>
internal sealed class AlertApi(Handlers handlers)
{
    [Function("AlertWebhook")]
    public Task<IResult> AlertAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "alerts/{source}")] HttpRequest request,
        string source, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        handlers.Alerts(client).AlertAsync(source, request, cancellation);
}
