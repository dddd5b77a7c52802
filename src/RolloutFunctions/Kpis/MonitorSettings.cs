using Azure.Monitor.Query;
using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>Which cloud's Azure Monitor is asked, with the app's identity.</summary>
internal sealed class MonitorSettings
{
    public const string Section = "Monitor";

    private static readonly Dictionary<string, MonitorCloud> Clouds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Public"] = new("https://api.loganalytics.io", LogsQueryAudience.AzurePublicCloud, "https://management.azure.com", MetricsQueryAudience.AzurePublicCloud),
        ["Government"] = new("https://api.loganalytics.us", LogsQueryAudience.AzureGovernment, "https://management.usgovcloudapi.net", MetricsQueryAudience.AzureGovernment),
        ["China"] = new("https://api.loganalytics.azure.cn", LogsQueryAudience.AzureChina, "https://management.chinacloudapi.cn", MetricsQueryAudience.AzureChina),
    };

    /// <summary>Public, Government or China.</summary>
    public string Cloud { get; set; } = "Public";

    public MonitorCloud? Known => Clouds.GetValueOrDefault(Cloud);

    public static string Names => string.Join(", ", Clouds.Keys);
}

internal sealed record MonitorCloud(string Logs, LogsQueryAudience LogsAudience, string Metrics, MetricsQueryAudience MetricsAudience);

internal sealed class MonitorSettingsRules : IValidateOptions<MonitorSettings>
{
    public ValidateOptionsResult Validate(string? name, MonitorSettings options) =>
        options.Known is null ? ValidateOptionsResult.Fail($"Monitor__Cloud is '{options.Cloud}': it must be one of {MonitorSettings.Names}") : ValidateOptionsResult.Success;
}
