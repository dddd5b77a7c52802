using Microsoft.Extensions.DependencyInjection;
using Rollouts.Engine;

namespace RolloutFunctions;

internal static class HealthComposition
{
    /// <summary>A channel that can be asked how it is adds a probe of its own.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<IHealthProbe, JournalProbe>();
        services.AddSingleton<IHealthProbe, FlagsProbe>();
        services.AddSingleton<IHealthProbe, SourcesProbe>();
        services.AddSingleton<HealthHandlers>();
        return services;
    }
}
