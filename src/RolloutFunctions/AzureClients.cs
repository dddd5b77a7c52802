using Azure.Core;
using Azure.Data.AppConfiguration;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace RolloutFunctions;

/// <summary>The clients of the Azure services: with a connection string where one is set, else with the app's identity.</summary>
/// <remarks>They try again for about two seconds: a webhook answers within four, and what is driven on is tried again without end.</remarks>
internal static class AzureClients
{
    public static TableClient Table(JournalSettings settings, IConfiguration configuration)
    {
        var options = new TableClientOptions();
        Patience(options.Retry);
        var found = TableConnection.Find(configuration, settings.Connection) ?? throw new InvalidOperationException(TableConnection.Missing(settings.Connection));
        var service = found.Endpoint is { } endpoint
            ? new TableServiceClient(endpoint, new DefaultAzureCredential(), options)
            : new TableServiceClient(found.ConnectionString, options);
        return service.GetTableClient(settings.Table);
    }

    public static ConfigurationClient Flags(FlagSettings settings)
    {
        var options = new ConfigurationClientOptions();
        Patience(options.Retry);
        return settings.ConnectionString is { Length: > 0 } connection
            ? new(connection, options)
            : new(new Uri(settings.Endpoint!), new DefaultAzureCredential(), options);
    }

    public static void Patience(RetryOptions retry)
    {
        retry.MaxRetries = 3;
        retry.Delay = TimeSpan.FromMilliseconds(200);
        retry.MaxDelay = TimeSpan.FromSeconds(2);
        retry.NetworkTimeout = TimeSpan.FromSeconds(10);
    }
}
