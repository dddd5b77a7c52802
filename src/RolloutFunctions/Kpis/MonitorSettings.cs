using Azure.Monitor.Query;
using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>Which cloud's Azure Monitor is asked, with the app's identity.</summary>
internal sealed class MonitorSettings
{
    public const string Section = "Monitor";

    private static readonly Dictionary<string, (string Logs, LogsQueryAudience LogsAudience, string Metrics, MetricsQueryAudience MetricsAudience)> Clouds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Public"] = ("https://api.loganalytics.io", LogsQueryAudience.AzurePublicCloud, "https://management.azure.com", MetricsQueryAudience.AzurePublicCloud),
        ["Government"] = ("https://api.loganalytics.us", LogsQueryAudience.AzureGovernment, "https://management.usgovcloudapi.net", MetricsQueryAudience.AzureGovernment),
        ["China"] = ("https://api.loganalytics.azure.cn", LogsQueryAudience.AzureChina, "https://management.chinacloudapi.cn", MetricsQueryAudience.AzureChina),
    };

    /// <summary>Public, Government or China.</summary>
    public string Cloud { get; set; } = "Public";

    public (string Logs, LogsQueryAudience LogsAudience, string Metrics, MetricsQueryAudience MetricsAudience)? Known => Clouds.TryGetValue(Cloud, out var known) ? known : null;

    public static string Names => string.Join(", ", Clouds.Keys);
}

internal sealed class MonitorSettingsRules : IValidateOptions<MonitorSettings>
{
    public ValidateOptionsResult Validate(string? name, MonitorSettings options) =>
        options.Known is null ? ValidateOptionsResult.Fail($"Monitor__Cloud is '{options.Cloud}': it must be one of {MonitorSettings.Names}") : ValidateOptionsResult.Success;
}
