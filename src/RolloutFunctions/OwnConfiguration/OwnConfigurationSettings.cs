using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>Where the app's own settings come from besides its environment: an App Configuration store. Nothing set: the environment alone.</summary>
internal sealed class OwnConfigurationSettings
{
    public const string Section = "Configuration";

    public string? ConnectionString { get; set; }

    /// <summary>Used with the app's identity.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The environment: its values come before those without a label.</summary>
    public string? Label { get; set; }

    /// <summary>How long an old value may stay, in seconds.</summary>
    public int RefreshSeconds { get; set; } = 30;

    public bool Wanted => !string.IsNullOrEmpty(ConnectionString) || !string.IsNullOrEmpty(Endpoint);
}

internal sealed class OwnConfigurationSettingsRules : IValidateOptions<OwnConfigurationSettings>
{
    public ValidateOptionsResult Validate(string? name, OwnConfigurationSettings options) => options switch
    {
        { ConnectionString.Length: > 0, Endpoint.Length: > 0 } => Fail("Configuration__ConnectionString and Configuration__Endpoint are both set: set one"),
        { ConnectionString: { Length: > 0 } connection } when !connection.Contains("Endpoint=", StringComparison.OrdinalIgnoreCase) =>
            Fail("Configuration__ConnectionString is no connection string of App Configuration: it has no Endpoint="),
        { Endpoint: { Length: > 0 } endpoint } when !Uri.TryCreate(endpoint, UriKind.Absolute, out _) =>
            Fail($"Configuration__Endpoint is '{endpoint}', which is no address"),
        { RefreshSeconds: < 1 or > 86400 } => Fail(FormattableString.Invariant($"Configuration__RefreshSeconds is {options.RefreshSeconds}: it must be from 1 to 86400")),
        _ => ValidateOptionsResult.Success,
    };

    private static ValidateOptionsResult Fail(string why) => ValidateOptionsResult.Fail(why);
}
