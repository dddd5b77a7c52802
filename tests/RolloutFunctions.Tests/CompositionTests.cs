using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

public sealed class CompositionTests
{
    private static ServiceProvider App(params (string Name, string? Value)[] changes)
    {
        var services = new ServiceCollection().AddLogging();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true", ["AppConfiguration:Endpoint"] = "https://flags.azconfig.io",
            ["GatherKpisSchedule"] = "0 * * * * *", ["ReviewGatesSchedule"] = "0 */5 * * * *",
            ["Alerts:AzureMonitor:TenantId"] = Tenant.Id, ["Alerts:AzureMonitor:Audience"] = Tenant.Audience, ["Alerts:Alertmanager:Token"] = "t",
        };
        foreach (var (name, value) in changes) settings[name] = value;
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
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
    public async Task Posts_are_routed_by_channel_where_channels_are_set_and_kept_in_the_table_otherwise()
    {
        await using var without = App();
        await using var with = App(("Channels", """{"mail": {"host": "smtp.example.com", "from": "rollouts@example.com", "channels": {"#launch": ["launch@example.com"]}}}"""));

        Assert.IsNotType<ChannelRouter>(without.GetRequiredService<INotifier>());
        Assert.IsType<ChannelRouter>(with.GetRequiredService<INotifier>());
    }

    [Fact]
    public async Task Logs_and_metrics_of_azure_prometheus_json_and_events_can_be_read()
    {
        await using var app = App();

        var kinds = app.GetServices<IKpiSource>().Select(source => source.Kind).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "azure-logs", "azure-metrics", "prometheus", "prometheus-text", "json", "events" }, kinds);
    }

    [Fact]
    public async Task A_secure_webhook_is_asked_for_its_token_beside_what_the_others_prove_themselves_by()
    {
        await using var app = App();

        Assert.Equal(["azure-monitor", "alertmanager"], app.GetRequiredService<AlertSenders>().Proofs.Select(proof => proof.Source));
    }

    [Fact]
    public async Task The_secure_webhook_takes_a_token_for_a_key_and_is_not_there_where_no_tenant_is_known()
    {
        await using var tenant = await Tenant.StartAsync();
        var role = new Dictionary<string, object>(StringComparer.Ordinal) { ["azp"] = new SecureWebhookSettings().Caller, ["roles"] = (string[])["ActionGroupsSecureWebhook"] };

        Assert.Equal(StatusCodes.Status401Unauthorized, await AskAsync(null, ("Alerts:AzureMonitor:Login", tenant.Login)));
        Assert.Equal(StatusCodes.Status401Unauthorized, await AskAsync(tenant.Token(), ("Alerts:AzureMonitor:Login", tenant.Login)));
        // Through the proof, and then told that what it sent is no alert.
        Assert.Equal(StatusCodes.Status400BadRequest, await AskAsync(tenant.Token(role), ("Alerts:AzureMonitor:Login", tenant.Login)));
        Assert.Equal(StatusCodes.Status404NotFound, await AskAsync(tenant.Token(role), ("Alerts:AzureMonitor:TenantId", null), ("Alerts:AzureMonitor:Audience", null)));
    }

    private static async Task<int> AskAsync(string? token, params (string Name, string? Value)[] changes)
    {
        await using var app = App(changes);
        var context = new DefaultHttpContext { RequestServices = app };
        context.Request.Body = new MemoryStream("{}"u8.ToArray());
        if (token is not null) context.Request.Headers.Authorization = "Bearer " + token;
        var api = ActivatorUtilities.CreateInstance<SecureAlertApi>(app);
        await (await api.AlertAsync(context.Request, null!, default)).ExecuteAsync(context);
        return context.Response.StatusCode;
    }
}
