using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Posts go the way the plan says, where this app has an address for it.</summary>
internal static class ChannelComposition
{
    /// <param name="others">Takes what goes no such way.</param>
    public static INotifier Routed(this IServiceProvider provider, INotifier others)
    {
        var settings = provider.GetRequiredService<IOptions<ChannelAppSettings>>().Value.Read();
        if (settings.IsEmpty) return others;
        var (store, time) = (provider.GetRequiredService<IRolloutStore>(), provider.GetRequiredService<TimeProvider>());
        return new ChannelRouter(
            settings.Ways(provider.GetRequiredService<OutboundHttp>(), time), new(provider.GetRequiredService<Drainer>(), store, provider.GetRequiredService<PlanCache>(), time, settings.Pages), store, others, time,
            provider.GetRequiredService<ILogger<ChannelRouter>>());
    }
}
