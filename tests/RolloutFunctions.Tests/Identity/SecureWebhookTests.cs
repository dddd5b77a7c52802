using Microsoft.AspNetCore.Http;

namespace RolloutFunctions.Tests;

public sealed class SecureWebhookTests : IAsyncLifetime
{
    private static readonly string Caller = new SecureWebhookSettings().Caller;

    private Tenant tenant = null!;

    public async Task InitializeAsync() => tenant = await Tenant.StartAsync();

    public async Task DisposeAsync() => await tenant.DisposeAsync();

    private async Task<string?> FaultAsync(string? token)
    {
        var request = new DefaultHttpContext().Request;
        if (token is not null) request.Headers.Authorization = "Bearer " + token;
        return await new SecureWebhookProof(tenant.Authority, Caller).FaultAsync(request, default, default);
    }

    private static Dictionary<string, object> Claims(string appClaim, string app, params string[] roles) => new(StringComparer.Ordinal) { [appClaim] = app, ["roles"] = roles };

    [Fact]
    public async Task The_action_groups_app_with_its_role_is_believed_in_both_versions_of_tokens()
    {
        Assert.Null(await FaultAsync(tenant.Token(Claims("azp", Caller, "ActionGroupsSecureWebhook"))));
        Assert.Null(await FaultAsync(tenant.Token(Claims("appid", Caller, "Other", "ActionGroupsSecureWebhook"), token => token.Issuer = $"https://sts.windows.net/{Tenant.Id}/")));
    }

    [Fact]
    public async Task Another_app_another_role_another_tenant_and_no_token_are_not()
    {
        Assert.Equal("the token is of another app than the action groups'", await FaultAsync(this.tenant.Token(Claims("azp", Guid.Empty.ToString(), "ActionGroupsSecureWebhook"))));
        Assert.Equal("the token does not have the role ActionGroupsSecureWebhook", await FaultAsync(this.tenant.Token(Claims("azp", Caller, "Rollouts.Operate"))));
        Assert.Equal("the token is not accepted: another tenant issued it", await FaultAsync(this.tenant.Token(Claims("azp", Caller, "ActionGroupsSecureWebhook"), token => token.Issuer = "https://sts.windows.net/other/")));
        Assert.Equal("one header Authorization: Bearer is needed", await FaultAsync(null));
    }
}
