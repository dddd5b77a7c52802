using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.AzureAppConfiguration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>The app's own settings out of App Configuration: keys <c>Rollouts:*</c>, those of the environment's label first, secrets by reference to a vault.</summary>
internal static class OwnConfigurationComposition
{
    private const string Prefix = "Rollouts:";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    /// <exception cref="InvalidOperationException">The store cannot be read: the app does not start without what it was told to read.</exception>
    public static IHostApplicationBuilder AddOwnConfiguration(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(OwnConfigurationSettings.Section).Get<OwnConfigurationSettings>() ?? new();
        if (new OwnConfigurationSettingsRules().Validate(null, settings) is { Failed: true } wrong)
            throw new OptionsValidationException(nameof(OwnConfigurationSettings), typeof(OwnConfigurationSettings), wrong.Failures);
        if (!settings.Wanted) return builder;
        try
        {
            builder.Configuration.AddAzureAppConfiguration(options => Configure(options, settings));
        }
        catch (Exception problem) when (problem is not OptionsValidationException)
        {
            var setting = string.IsNullOrEmpty(settings.Endpoint) ? nameof(settings.ConnectionString) : nameof(settings.Endpoint);
            throw new InvalidOperationException($"the app's own configuration cannot be read: see Configuration__{setting} ({problem.GetType().Name})", problem);
        }

        builder.Services.AddAzureAppConfiguration();
        builder.Services.AddHostedService<OwnConfigurationRefresh>();
        return builder;
    }

    private static void Configure(AzureAppConfigurationOptions options, OwnConfigurationSettings settings)
    {
        var credential = new DefaultAzureCredential();
        if (settings.ConnectionString is { Length: > 0 } connection) options.Connect(connection);
        else options.Connect(new Uri(settings.Endpoint!), credential);
        options.Select(Prefix + KeyFilter.Any, LabelFilter.Null);
        if (!string.IsNullOrEmpty(settings.Label)) options.Select(Prefix + KeyFilter.Any, settings.Label);
        options.TrimKeyPrefix(Prefix)
            .ConfigureRefresh(refresh => refresh.RegisterAll().SetRefreshInterval(TimeSpan.FromSeconds(settings.RefreshSeconds)))
            .ConfigureKeyVault(vault => vault.SetCredential(credential))
            .ConfigureStartupOptions(startup => startup.Timeout = Patience);
    }
}
