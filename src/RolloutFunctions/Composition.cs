using Azure.Data.AppConfiguration;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rollouts.Azure;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>What the app is made of.</summary>
internal static class Composition
{
    /// <summary>Settings that are wrong stop the start, with a message that names them.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services)
    {
        services.AddOptions<JournalSettings>().BindConfiguration(JournalSettings.Section).ValidateOnStart();
        services.AddOptions<FlagSettings>().BindConfiguration(FlagSettings.Section).ValidateOnStart();
        services.AddOptions<OutboundSettings>().BindConfiguration(OutboundSettings.Section).ValidateOnStart();
        services.AddOptions<IdentitySettings>().BindConfiguration(IdentitySettings.Section).ValidateOnStart();
        services.AddOptions<SecureWebhookSettings>().BindConfiguration(SecureWebhookSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IdentitySettings>, IdentitySettingsRules>();
        services.AddSingleton<IValidateOptions<SecureWebhookSettings>, SecureWebhookSettingsRules>();
        services.AddOptions<AlertSettings>().BindConfiguration(AlertSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AlertSettings>, AlertSettingsRules>();
        services.AddOptions<ScheduleSettings>().Configure<IConfiguration>((settings, configuration) => configuration.Bind(settings)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<JournalSettings>, JournalSettingsRules>();
        services.AddSingleton<IValidateOptions<ScheduleSettings>, ScheduleSettingsRules>();
        services.AddSingleton<IValidateOptions<FlagSettings>, FlagSettingsRules>();
        services.AddSingleton<IValidateOptions<OutboundSettings>, OutboundSettingsRules>();
        return services;
    }

    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => AzureClients.Table(Settings<JournalSettings>(provider), provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => AzureClients.Flags(Settings<FlagSettings>(provider)));
        services.AddSingleton<IRolloutStore>(provider => new TableRolloutStore(provider.GetRequiredService<TableClient>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPlanStore>(provider => new TablePlans(provider.GetRequiredService<TableClient>()));
        services.AddSingleton<INotifier>(provider => new TablePosts(provider.GetRequiredService<TableClient>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISampleStore>(provider => new TableSamples(provider.GetRequiredService<TableClient>()));
        services.AddSingleton<IEvidenceStore>(provider => new TableEvidence(provider.GetRequiredService<TableClient>()));
        services.AddSingleton<IFlagStore>(provider => new AppConfigurationFlagStore(provider.GetRequiredService<ConfigurationClient>()));
        return services;
    }

    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.AddSingleton(provider => new OutboundHttp(
            Settings<OutboundSettings>(provider).Hosts(), OutboundLimits.Default, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PlanCache>();
        services.AddSingleton(provider => new Drainer(
            provider.GetRequiredService<IRolloutStore>(), provider.GetRequiredService<PlanCache>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<KeyWriter>();
        services.AddSingleton<EffectCarrier>();
        services.AddSingleton<EffectWork>();
        services.AddSingleton<NudgeBook>();
        services.AddSingleton<Observer>();
        services.AddSingleton<LaunchRound>();
        services.AddSingleton<Listeners>();
        services.AddSingleton<Handlers>();
        return services;
    }

    private static T Settings<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
