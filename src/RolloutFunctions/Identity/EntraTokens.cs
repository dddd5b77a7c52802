using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Who a token says asks, or why it says nothing.</summary>
/// <param name="Fault">Null for a token that holds.</param>
internal sealed record TokenAnswer(ClaimsIdentity? Identity, string? Fault)
{
    public IEnumerable<string> All(string claim) => Identity?.FindAll(claim).Select(found => found.Value) ?? [];

    public string? One(string claim) => Identity?.FindFirst(claim)?.Value;
}

/// <summary>Checks bearer tokens of an Entra tenant: signature, issuer, audience, lifetime. The tenant's keys are read once and again when they change.</summary>
internal sealed class EntraTokens
{
    private const string Scheme = "Bearer ";

    private readonly EntraAuthority authority;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> metadata;
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    public EntraTokens(EntraAuthority authority)
    {
        this.authority = authority;
        metadata = new(
            authority.Metadata.AbsoluteUri, new OpenIdConnectConfigurationRetriever(),
            // Plain http is for tests on this machine; the settings allow it nowhere else.
            new HttpDocumentRetriever { RequireHttps = !authority.Metadata.IsLoopback });
    }

    /// <exception cref="StoreException">The tenant's keys cannot be read now.</exception>
    public async Task<TokenAnswer> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return new(null, "one header Authorization: Bearer is needed");
        var known = await MetadataAsync(cancellation);
        var result = await handler.ValidateTokenAsync(header[Scheme.Length..].Trim(), new()
        {
            ValidAudiences = authority.Audiences,
            ValidIssuers = [known.Issuer.Replace("{tenantid}", authority.Tenant, StringComparison.Ordinal), authority.IssuerOfVersion1],
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ConfigurationManager = metadata,
        });
        return result.IsValid ? new(result.ClaimsIdentity, null) : new(null, "the token is not accepted: " + Why(result.Exception));
    }

    private async Task<OpenIdConnectConfiguration> MetadataAsync(CancellationToken cancellation)
    {
        try
        {
            return await metadata.GetConfigurationAsync(cancellation);
        }
        catch (InvalidOperationException problem)
        {
            throw new StoreException($"the keys of the tenant {authority.Tenant} cannot be read at {authority.Login.Host}", problem);
        }
    }

    /// <summary>The kind of fault only: messages repeat what the token says.</summary>
    private static string Why(Exception? problem) => problem switch
    {
        SecurityTokenExpiredException => "it has expired",
        SecurityTokenNotYetValidException => "it is not valid yet",
        SecurityTokenInvalidAudienceException => "it is for another audience",
        SecurityTokenInvalidIssuerException => "another tenant issued it",
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => "its signature does not hold",
        _ => "it is no token of this tenant",
    };
}
