using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace RolloutFunctions;

/// <summary>The operators' routes; the handlers are those of every host.</summary>
internal sealed class RolloutApi(Handlers handlers)
{
    [Function("StartRollout")]
    public Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "rollouts")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) => handlers.Rollouts(client).StartAsync(request, cancellation);

    [Function("ListRollouts")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) => handlers.Rollouts(client).ListAsync(cancellation);

    [Function("GetRollout")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts/{rollout}")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => handlers.Rollouts(client).GetAsync(rollout, cancellation);

    [Function("CommandRollout")]
    public Task<IResult> CommandAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "rollouts/{rollout}/commands")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => handlers.Rollouts(client).CommandAsync(rollout, request, cancellation);

    [Function("RollBackRollout")]
    public Task<IResult> RollBackAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "rollouts/{rollout}/rollback")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => handlers.Rollouts(client).RollBackAsync(rollout, request, cancellation);

    [Function("ReadJournal")]
    public Task<IResult> JournalAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts/{rollout}/journal")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => handlers.Rollouts(client).JournalAsync(rollout, request, cancellation);

    [Function("ReportToRollout")]
    public Task<IResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "reports/{rollout}")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => handlers.Rollouts(client).ReportAsync(rollout, request, cancellation);

    [Function("PutPlan")]
    public Task<IResult> PutPlanAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "plans/{name}")] HttpRequest request,
        string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => handlers.Rollouts(client).PutPlanAsync(name, request, cancellation);
}
