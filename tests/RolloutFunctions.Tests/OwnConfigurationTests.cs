using Azure.Data.AppConfiguration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Outer.Servers;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

/// <summary>The app's own settings out of App Configuration, in a host without requests, as a worker is.</summary>
public sealed class OwnConfigurationTests
{
    private const string Token = "Rollouts:Alerts:Alertmanager:Token";

    private static HostApplicationBuilder Builder(params (string Name, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        return builder;
    }

    private static IHost Made(HostApplicationBuilder builder)
    {
        builder.AddOwnConfiguration();
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<AlertSettings>().Configure<IConfiguration>((alerts, configuration) => configuration.GetSection(AlertSettings.Section).Bind(alerts));
        builder.Services.AddOptions<OwnConfigurationSettings>().Configure<IConfiguration>((own, configuration) => configuration.GetSection(OwnConfigurationSettings.Section).Bind(own));
        builder.Services.AddOptions<SecureWebhookSettings>();
        builder.Services.AddSingleton<AlertSenders>();
        return builder.Build();
    }

    private static async Task<bool> AcceptsAsync(AlertSenders senders, string token)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Authorization = "Bearer " + token;
        return await Assert.Single(senders.Proofs).FaultAsync(request, default, default) is null;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "it did not come true");
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task A_secret_that_is_replaced_counts_without_a_restart_and_a_wrong_change_is_not_taken()
    {
        await using var emulator = await AppConfigurationEmulator.StartAsync();
        await emulator.Client.SetConfigurationSettingAsync(new ConfigurationSetting(Token, "plain"));
        await emulator.Client.SetConfigurationSettingAsync(new ConfigurationSetting(Token, "first", "prod"));
        using var host = Made(Builder(("Configuration:ConnectionString", emulator.Connection), ("Configuration:Label", "prod"), ("Configuration:RefreshSeconds", "1")));
        await host.StartAsync();
        var senders = host.Services.GetRequiredService<AlertSenders>();
        Assert.True(await AcceptsAsync(senders, "first"));

        await emulator.Client.SetConfigurationSettingAsync(new ConfigurationSetting(Token, "second", "prod"));
        await UntilAsync(() => AcceptsAsync(senders, "second"));
        Assert.False(await AcceptsAsync(senders, "first"));

        await emulator.Client.SetConfigurationSettingAsync(new ConfigurationSetting("Rollouts:Alerts:Alertmanager:User", "without-password", "prod"));
        await emulator.Client.SetConfigurationSettingAsync(new ConfigurationSetting("Rollouts:Seen", "yes", "prod"));
        await UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<IConfiguration>()["Seen"] == "yes"));
        Assert.True(await AcceptsAsync(senders, "second"));
        await host.StopAsync();
    }

    [Fact]
    public void Without_a_store_the_environment_is_all()
    {
        using var host = Made(Builder());

        Assert.Empty(host.Services.GetRequiredService<AlertSenders>().Proofs);
        Assert.Empty(host.Services.GetServices<IHostedService>());
    }

    [Fact]
    public void A_store_that_is_named_wrongly_stops_the_start_and_the_setting_is_named()
    {
        var wrong = Assert.Throws<OptionsValidationException>(() => Builder(("Configuration:Endpoint", "flags")).AddOwnConfiguration());

        Assert.Contains("Configuration__Endpoint is 'flags'", wrong.Message, StringComparison.Ordinal);
    }
}
