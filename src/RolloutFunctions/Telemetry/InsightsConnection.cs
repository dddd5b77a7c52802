namespace RolloutFunctions;

/// <summary>Where Application Insights takes telemetry, as the variables of every Functions app say it.</summary>
/// <param name="Entra">The app proves itself with its identity; else the key alone counts.</param>
/// <param name="ClientId">The user-assigned identity; null for the app's own.</param>
internal sealed record InsightsConnection(string Key, Uri Ingestion, bool Entra, string? ClientId)
{
    public const string Variable = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    public const string AuthenticationVariable = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    private const string PublicIngestion = "https://dc.services.visualstudio.com/";

    /// <summary>Null where there is none.</summary>
    /// <exception cref="FormatException">The connection string lacks its key, or its address is none; the message holds no secret.</exception>
    public static InsightsConnection? Read(Func<string, string?> variable)
    {
        if (variable(Variable) is not { Length: > 0 } connection) return null;
        var parts = Parts(connection);
        if (!parts.TryGetValue("InstrumentationKey", out var key)) throw new FormatException($"{Variable} has no InstrumentationKey");
        if (!Uri.TryCreate(parts.GetValueOrDefault("IngestionEndpoint", PublicIngestion), UriKind.Absolute, out var ingestion)) throw new FormatException($"the IngestionEndpoint of {Variable} is no address");
        var authentication = Parts(variable(AuthenticationVariable) ?? "");
        return new(key, new(ingestion, "v2.1/track"), authentication.GetValueOrDefault("Authorization") == "AAD", authentication.GetValueOrDefault("ClientId"));
    }

    private static Dictionary<string, string> Parts(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .GroupBy(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase).ToDictionary(part => part.Key, part => part.First(), StringComparer.OrdinalIgnoreCase);
}
