using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Who may do what, and who may send alerts.</summary>
internal static class IdentityComposition
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<OperatorGate>();
        services.AddSingleton<IActors, GateActors>();
        services.AddSingleton(provider =>
        {
            var webhook = provider.GetRequiredService<IOptions<SecureWebhookSettings>>().Value;
            return new AlertProofs(
                [.. webhook.Authority is { } authority ? [new SecureWebhookProof(authority, webhook.Caller)] : Array.Empty<IAlertProof>(),
                 .. provider.GetRequiredService<IOptions<AlertSettings>>().Value.Proofs(provider.GetRequiredService<TimeProvider>())]);
        });
        return services;
    }
}
