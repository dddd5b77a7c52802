using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

public sealed class CompositionTests
{
    private static ServiceProvider App()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true", ["AppConfiguration:Endpoint"] = "https://flags.azconfig.io",
            ["GatherKpisSchedule"] = "0 * * * * *", ["ReviewGatesSchedule"] = "0 */5 * * * *",
            ["Alerts:AzureMonitor:TenantId"] = Tenant.Id, ["Alerts:AzureMonitor:Audience"] = Tenant.Audience, ["Alerts:Alertmanager:Token"] = "t",
        }).Build());
        services.AddSettings().AddStores().AddEngine().AddKpis().AddSlack().AddIdentity().AddHealth();
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    [Fact]
    public async Task Everything_that_the_functions_need_is_there()
    {
        await using var app = App();

        Assert.NotNull(app.GetRequiredService<Handlers>());
        Assert.NotNull(app.GetRequiredService<HealthHandlers>());
        Assert.NotNull(app.GetRequiredService<KpiReader>());
    }

    [Fact]
    public async Task Logs_and_metrics_of_azure_prometheus_and_json_can_be_read()
    {
        await using var app = App();

        var kinds = app.GetServices<IKpiSource>().Select(source => source.Kind).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "azure-logs", "azure-metrics", "prometheus", "prometheus-text", "json" }, kinds);
    }

    [Fact]
    public async Task A_secure_webhook_is_asked_for_its_token_beside_what_the_others_prove_themselves_by()
    {
        await using var app = App();

        Assert.Equal(["azure-monitor", "alertmanager"], app.GetRequiredService<AlertSenders>().Proofs.Select(proof => proof.Source));
    }
}
