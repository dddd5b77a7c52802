using Microsoft.Extensions.Configuration;

namespace RolloutFunctions;

/// <summary>A storage connection as Functions writes it: <c>NAME</c> with a connection string, or <c>NAME__tableServiceUri</c> or <c>NAME__accountName</c> for the app's identity.</summary>
internal sealed record TableConnection(string? ConnectionString, Uri? Endpoint)
{
    /// <summary>Null when no setting says how to connect, or says it wrongly.</summary>
    public static TableConnection? Find(IConfiguration configuration, string name)
    {
        if (configuration[name] is { Length: > 0 } connection) return new(connection, null);
        var uri = configuration[$"{name}:tableServiceUri"] is { Length: > 0 } given ? given
            : configuration[$"{name}:accountName"] is { Length: > 0 } account ? $"https://{account}.table.core.windows.net"
            : null;
        return Uri.TryCreate(uri, UriKind.Absolute, out var endpoint) ? new(null, endpoint) : null;
    }

    public static string Missing(string name) =>
        $"the journal's storage is not set: set {name} to a connection string, or {name}__tableServiceUri or {name}__accountName to use the app's identity (Journal__Connection names '{name}')";
}
