using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RolloutFunctions.Tests;

/// <summary>A tenant's sign-in endpoint on this machine: metadata and keys over HTTP, and tokens signed with them.</summary>
internal sealed class Tenant : IAsyncDisposable
{
    public const string Id = "7f3a1c52-6f0b-4a52-9a55-3a0f0b7c1d11";
    public const string Audience = "api://rollouts";

    private readonly RSA rsa = RSA.Create(2048);
    private readonly WebApplication app;

    private Tenant(WebApplication app) => this.app = app;

    public string Login => app.Urls.Single();

    public string Issuer => $"{Login}/{Id}/v2.0";

    public EntraAuthority Authority => new(Id, [Audience, "11111111-2222-3333-4444-555555555555"], new(Login));

    public static async Task<Tenant> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var built = builder.Build();
        built.Urls.Add("http://127.0.0.1:0");
        var tenant = new Tenant(built);
        built.MapGet($"/{Id}/v2.0/.well-known/openid-configuration", () => Results.Json(new { issuer = tenant.Issuer, jwks_uri = $"{tenant.Login}/keys" }));
        built.MapGet("/keys", () =>
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new(tenant.rsa.ExportParameters(false)) { KeyId = "k1" });
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "k1", n = key.N, e = key.E } } });
        });
        await built.StartAsync();
        return tenant;
    }

    /// <summary>A token of this tenant, changed as the test wants it.</summary>
    public string Token(IDictionary<string, object>? claims = null, Action<SecurityTokenDescriptor>? change = null, SecurityKey? key = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = Audience, NotBefore = now.AddMinutes(-1), IssuedAt = now.AddMinutes(-1), Expires = now.AddMinutes(30),
            Claims = claims ?? new Dictionary<string, object>(),
            SigningCredentials = new(key ?? new RsaSecurityKey(rsa) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }
}
