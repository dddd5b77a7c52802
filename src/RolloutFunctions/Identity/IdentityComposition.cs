using Microsoft.Extensions.DependencyInjection;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Who may do what, and who may send alerts.</summary>
internal static class IdentityComposition
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<OperatorGate>();
        services.AddSingleton<IActors, GateActors>();
        services.AddSingleton<AlertSenders>();
        return services;
    }
}
