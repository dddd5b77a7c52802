using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Rollouts;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Lets operators through: the host has checked the function key; where Entra is configured, the token's roles must allow the act.</summary>
internal sealed class OperatorGate
{
    private readonly IdentitySettings settings;
    private readonly EntraTokens? tokens;

    public OperatorGate(IOptions<IdentitySettings> options)
    {
        settings = options.Value;
        tokens = settings.Authority is { } authority ? new(authority) : null;
    }

    public Task<IResult> LookAsync(HttpRequest request, Func<Task<IResult>> act, CancellationToken cancellation) =>
        ThroughAsync(request, act, [settings.ReadRole, settings.OperateRole], cancellation);

    public Task<IResult> OperateAsync(HttpRequest request, Func<Task<IResult>> act, CancellationToken cancellation) =>
        ThroughAsync(request, act, [settings.OperateRole], cancellation);

    private async Task<IResult> ThroughAsync(HttpRequest request, Func<Task<IResult>> act, string[] roles, CancellationToken cancellation)
    {
        try
        {
            return await RefusalAsync(request, roles, cancellation) ?? await act();
        }
        catch (StoreException problem)
        {
            return HttpProblems.Unavailable(problem.Message);
        }
    }

    private async Task<IResult?> RefusalAsync(HttpRequest request, string[] roles, CancellationToken cancellation)
    {
        var answer = tokens is null ? null : await tokens.ReadAsync(request, cancellation);
        if (answer is { Fault: { } fault }) return HttpProblems.Unauthorized(fault);
        if (answer is not null && !answer.All("roles").Intersect(roles, StringComparer.Ordinal).Any())
            return HttpProblems.Forbidden($"the token has none of the roles {string.Join(", ", roles)}");
        request.HttpContext.Items[typeof(Actor)] = answer is null ? ActorHeaders.Read(request) : ActorOf(answer);
        return null;
    }

    /// <summary>Null for a token without the claim, and for one that would speak as the launch automation itself.</summary>
    private Actor? ActorOf(TokenAnswer answer) =>
        answer.One(settings.ActorClaim) is { Length: > 0 and <= 100 } id && id != Actor.System.Id
            ? new(id, [.. answer.All("groups").Concat(answer.All("roles"))])
            : null;
}

/// <summary>Who asks, as the gate found out.</summary>
internal sealed class GateActors : IActors
{
    public ValueTask<Actor?> OfAsync(HttpRequest request) => ValueTask.FromResult(request.HttpContext.Items[typeof(Actor)] as Actor);
}
