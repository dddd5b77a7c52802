using Microsoft.Extensions.Options;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>The hosts that webhooks of plans may be on.</summary>
internal sealed class OutboundSettings
{
    public const string Section = "Outbound";

    /// <summary>Separated by commas: <c>host</c>, <c>host:port</c>, <c>host:*</c> or <c>*.domain</c>. Empty allows none.</summary>
    public string AllowedHosts { get; set; } = "";

    /// <exception cref="FormatException">One of them is none of these.</exception>
    public AllowedHosts Hosts() => new(AllowedHosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

internal sealed class OutboundSettingsRules : IValidateOptions<OutboundSettings>
{
    public ValidateOptionsResult Validate(string? name, OutboundSettings options)
    {
        try
        {
            options.Hosts();
            return ValidateOptionsResult.Success;
        }
        catch (FormatException problem)
        {
            return ValidateOptionsResult.Fail("Outbound__AllowedHosts: " + problem.Message);
        }
    }
}
