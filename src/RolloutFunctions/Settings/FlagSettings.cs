using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>The App Configuration store whose flags and settings are governed. Always the origin, never a replica.</summary>
internal sealed class FlagSettings
{
    public const string Section = "AppConfiguration";

    public string? ConnectionString { get; set; }

    /// <summary>Used with the app's identity.</summary>
    public string? Endpoint { get; set; }
}

internal sealed class FlagSettingsRules : IValidateOptions<FlagSettings>
{
    public ValidateOptionsResult Validate(string? name, FlagSettings options) => (options.ConnectionString, options.Endpoint) switch
    {
        ({ Length: > 0 }, { Length: > 0 }) => Fail("AppConfiguration__ConnectionString and AppConfiguration__Endpoint are both set: set one"),
        ({ Length: > 0 } connection, _) when !connection.Contains("Endpoint=", StringComparison.OrdinalIgnoreCase) =>
            Fail("AppConfiguration__ConnectionString is no connection string of App Configuration: it has no Endpoint="),
        ({ Length: > 0 }, _) => ValidateOptionsResult.Success,
        (_, { Length: > 0 } endpoint) when !Uri.TryCreate(endpoint, UriKind.Absolute, out _) => Fail($"AppConfiguration__Endpoint is '{endpoint}', which is no address"),
        (_, { Length: > 0 }) => ValidateOptionsResult.Success,
        _ => Fail("the store of the flags is not set: set AppConfiguration__Endpoint, or AppConfiguration__ConnectionString"),
    };

    private static ValidateOptionsResult Fail(string why) => ValidateOptionsResult.Fail(why);
}
