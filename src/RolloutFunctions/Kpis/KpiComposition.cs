using Azure.Identity;
using Azure.Monitor.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rollouts.Azure;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>The kinds of places that KPIs come from.</summary>
internal static class KpiComposition
{
    public static IServiceCollection AddKpis(this IServiceCollection services)
    {
        services.AddSingleton<ILogsClient>(provider => new AzureLogsClient(Logs(provider)));
        services.AddSingleton<IPlatformMetrics>(provider => new AzurePlatformMetrics(Metrics(provider)));
        services.AddSingleton<IKpiSource, AzureLogsSource>();
        services.AddSingleton<IKpiSource, AzureMetricsSource>();
        services.AddSingleton<IKpiSource, PrometheusSource>();
        services.AddSingleton<IKpiSource, PrometheusTextSource>();
        services.AddSingleton<IKpiSource, JsonSource>();
        services.AddSingleton<IKpiSource, EventsSource>();
        services.AddSingleton(provider => new KpiReader(provider.GetServices<IKpiSource>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static LogsQueryClient Logs(IServiceProvider provider)
    {
        var cloud = provider.GetRequiredService<IOptions<MonitorSettings>>().Value.Known!;
        var options = new LogsQueryClientOptions { Audience = cloud.LogsAudience };
        AzureClients.Patience(options.Retry);
        return new(new Uri(cloud.Logs), new DefaultAzureCredential(), options);
    }

    private static MetricsQueryClient Metrics(IServiceProvider provider)
    {
        var cloud = provider.GetRequiredService<IOptions<MonitorSettings>>().Value.Known!;
        var options = new MetricsQueryClientOptions { Audience = cloud.MetricsAudience };
        AzureClients.Patience(options.Retry);
        return new(new Uri(cloud.Metrics), new DefaultAzureCredential(), options);
    }
}
