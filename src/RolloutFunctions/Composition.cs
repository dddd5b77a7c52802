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
    public static IServiceCollection AddSettings(this IServiceCollection services) => services
        .Bind<VaultReferences, VaultReferenceRules>("")
        .Bind<JournalSettings, JournalSettingsRules>(JournalSettings.Section)
        .Bind<FlagSettings, FlagSettingsRules>(FlagSettings.Section)
        .Bind<OutboundSettings, OutboundSettingsRules>(OutboundSettings.Section)
        .Bind<ScheduleSettings, ScheduleSettingsRules>("")
        .Bind<IdentitySettings, IdentitySettingsRules>(IdentitySettings.Section)
        .Bind<AlertSettings, AlertSettingsRules>(AlertSettings.Section)
        .Bind<SecureWebhookSettings, SecureWebhookSettingsRules>(SecureWebhookSettings.Section)
        .Bind<SlackAppSettings, SlackAppSettingsRules>(SlackAppSettings.Section)
        .Bind<ChannelAppSettings, ChannelAppSettingsRules>("")
        .Bind<MonitorSettings, MonitorSettingsRules>(MonitorSettings.Section)
        .Bind<OwnConfigurationSettings, OwnConfigurationSettingsRules>(OwnConfigurationSettings.Section);

    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => AzureClients.Table(Settings<JournalSettings>(provider), provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => AzureClients.Flags(Settings<FlagSettings>(provider)));
        services.AddSingleton<IRolloutStore>(provider => new TableRolloutStore(provider.GetRequiredService<TableClient>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPlanStore>(provider => new TablePlans(provider.GetRequiredService<TableClient>()));
        services.AddSingleton<ISampleStore>(provider => new TableSamples(provider.GetRequiredService<TableClient>()));
        services.AddSingleton<IEventStore>(provider => new TableEvents(provider.GetRequiredService<TableClient>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IEvidenceStore>(provider => new TableEvidence(provider.GetRequiredService<TableClient>()));
        services.AddSingleton<IFlagStore>(provider => new AppConfigurationFlagStore(provider.GetRequiredService<ConfigurationClient>()));
        return services;
    }

    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.AddSingleton(provider => new OutboundHttp(
            Settings<OutboundSettings>(provider).Hosts(), OutboundLimits.Default, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PlanCache>();
        services.AddSingleton(provider =>
        {
            var slack = provider.GetRequiredService<SlackBeat>();
            return new Drainer(
                provider.GetRequiredService<IRolloutStore>(), provider.GetRequiredService<PlanCache>(), provider.GetRequiredService<TimeProvider>(),
                drained => { if (!drained.Entries.IsEmpty) slack.Saw(drained); });
        });
        services.AddSingleton<KeyWriter>();
        services.AddSingleton<EffectCarrier>();
        services.AddSingleton<Turns>();
        services.AddSingleton<EffectWork>();
        services.AddSingleton<NudgeBook>();
        services.AddSingleton<Observer>();
        services.AddSingleton<LaunchRound>();
        services.AddSingleton<Listeners>();
        services.AddSingleton<EventHandlers>();
        services.AddSingleton<Handlers>();
        return services;
    }

    private static T Settings<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;

    /// <summary>Read once: what may change while the app runs is read again by who uses it, so that a bad change cannot take the good value away.</summary>
    /// <param name="section">Empty for settings that the host reads by their names too.</param>
    private static IServiceCollection Bind<T, TRules>(this IServiceCollection services, string section)
        where T : class
        where TRules : class, IValidateOptions<T>
    {
        services.AddOptions<T>().ValidateOnStart()
            .Configure<IConfiguration>((settings, configuration) => (section.Length == 0 ? configuration : configuration.GetSection(section)).Bind(settings));
        return services.AddSingleton<IValidateOptions<T>, TRules>();
    }
}
