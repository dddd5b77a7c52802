namespace RolloutFunctions;

/// <summary>Which tokens of which tenant are accepted.</summary>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="Audiences">What tokens must be for: the app registration's client id, its identifier URI, or both.</param>
/// <param name="Login">Where the tenants of this cloud sign in.</param>
internal sealed record EntraAuthority(string Tenant, IReadOnlyList<string> Audiences, Uri Login)
{
    public const string PublicCloud = "https://login.microsoftonline.com";

    public Uri Metadata => new(Login, $"{Tenant}/v2.0/.well-known/openid-configuration");

    /// <summary>Tokens of version 1 name another issuer than the metadata do.</summary>
    public string IssuerOfVersion1 => $"https://sts.windows.net/{Tenant}/";

    /// <summary>What is wrong with the settings, each naming one.</summary>
    public static IEnumerable<string> Problems(string at, string? tenant, string? audience, string login)
    {
        if (string.IsNullOrWhiteSpace(tenant) != string.IsNullOrWhiteSpace(audience)) yield return $"{at}__TenantId and {at}__Audience go together: set both or none";
        if (!string.IsNullOrWhiteSpace(tenant) && !Guid.TryParse(tenant, out _)) yield return $"{at}__TenantId is '{tenant}': it must be the tenant's id, a GUID";
        if (!Uri.TryCreate(login, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback))
            yield return $"{at}__Login is '{login}': it must be an https address, such as {PublicCloud}";
    }

    /// <returns>Null where nothing is configured.</returns>
    public static EntraAuthority? Of(string? tenant, string? audience, string login) => string.IsNullOrWhiteSpace(tenant) ? null : new(
        tenant, (audience ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), new(login));
}
