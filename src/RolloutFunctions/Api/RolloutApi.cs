using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace RolloutFunctions;

/// <summary>The operators' routes; the handlers are those of every host.</summary>
internal sealed class RolloutApi(Handlers handlers, OperatorGate gate)
{
    [Function("StartRollout")]
    public Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "rollouts")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.OperateAsync(request, () => handlers.Rollouts(client).StartAsync(request, cancellation), cancellation);

    [Function("ListRollouts")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.LookAsync(request, () => handlers.Rollouts(client).ListAsync(cancellation), cancellation);

    [Function("GetRollout")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts/{rollout}")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.LookAsync(request, () => handlers.Rollouts(client).GetAsync(rollout, cancellation), cancellation);

    [Function("CommandRollout")]
    public Task<IResult> CommandAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "rollouts/{rollout}/commands")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.OperateAsync(request, () => handlers.Rollouts(client).CommandAsync(rollout, request, cancellation), cancellation);

    [Function("RollBackRollout")]
    public Task<IResult> RollBackAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "rollouts/{rollout}/rollback")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.OperateAsync(request, () => handlers.Rollouts(client).RollBackAsync(rollout, request, cancellation), cancellation);

    [Function("ReadJournal")]
    public Task<IResult> JournalAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts/{rollout}/journal")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.LookAsync(request, () => handlers.Rollouts(client).JournalAsync(rollout, request, cancellation), cancellation);

    [Function("ReadBoard")]
    public Task<IResult> BoardAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts/{rollout}/board")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.LookAsync(request, () => handlers.Rollouts(client).BoardAsync(rollout, request, cancellation), cancellation);

    [Function("ReadReview")]
    public Task<IResult> ReviewAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts/{rollout}/review")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.LookAsync(request, () => handlers.Rollouts(client).ReviewAsync(rollout, request, cancellation), cancellation);

    [Function("ReadExport")]
    public Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts/{rollout}/export")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.LookAsync(request, () => handlers.Rollouts(client).ExportAsync(rollout, request, cancellation), cancellation);

    [Function("ReadTriage")]
    public Task<IResult> TriageAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rollouts/{rollout}/triage")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.LookAsync(request, () => handlers.Rollouts(client).TriageAsync(rollout, cancellation), cancellation);

    [Function("ReportToRollout")]
    public Task<IResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "reports/{rollout}")] HttpRequest request,
        string rollout, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.OperateAsync(request, () => handlers.Rollouts(client).ReportAsync(rollout, request, cancellation), cancellation);

    [Function("PutPlan")]
    public Task<IResult> PutPlanAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "plans/{name}")] HttpRequest request,
        string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        gate.OperateAsync(request, () => handlers.Rollouts(client).PutPlanAsync(name, request, cancellation), cancellation);
}
