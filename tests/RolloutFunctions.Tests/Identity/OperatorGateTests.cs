using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

public sealed class OperatorGateTests : IAsyncLifetime
{
    private static readonly Dictionary<string, object> Operator = new(StringComparer.Ordinal)
    {
        ["oid"] = "0d3c", ["preferred_username"] = "ann@example.com", ["roles"] = new[] { "Rollouts.Operate" }, ["groups"] = new[] { "g-leads" },
    };

    private static readonly Dictionary<string, object> Reader = new(StringComparer.Ordinal) { ["oid"] = "0d3c", ["roles"] = new[] { "Rollouts.Read" } };

    private Tenant tenant = null!;

    public async Task InitializeAsync() => tenant = await Tenant.StartAsync();

    public async Task DisposeAsync() => await tenant.DisposeAsync();

    private OperatorGate Gate(Action<IdentitySettings>? change = null)
    {
        var settings = new IdentitySettings { TenantId = Tenant.Id, Audience = Tenant.Audience, Login = tenant.Login };
        change?.Invoke(settings);
        return new(Options.Create(settings));
    }

    private static HttpRequest Request(string? token, params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(), Response = { Body = new MemoryStream() } }.Request;
        if (token is not null) request.Headers.Authorization = "Bearer " + token;
        foreach (var (name, value) in headers) request.Headers[name] = value;
        return request;
    }

    /// <summary>200 and who acted, or the refusal's status and words.</summary>
    private static async Task<(int Status, string Words)> TryAsync(OperatorGate gate, HttpRequest request, bool operate = true)
    {
        async Task<IResult> ActAsync() => Results.Text(await new GateActors().OfAsync(request) is { } actor ? $"{actor.Id}: {string.Join(' ', actor.Groups)}" : "nobody");

        var answer = await (operate ? gate.OperateAsync(request, ActAsync, default) : gate.LookAsync(request, ActAsync, default));
        await answer.ExecuteAsync(request.HttpContext);
        var body = System.Text.Encoding.UTF8.GetString(((MemoryStream)request.HttpContext.Response.Body).ToArray());
        return (request.HttpContext.Response.StatusCode, body);
    }

    [Fact]
    public async Task Without_a_tenant_the_holder_of_the_key_says_for_whom_it_speaks()
    {
        var gate = new OperatorGate(Options.Create(new IdentitySettings()));

        Assert.Equal((200, "ann: leads"), await TryAsync(gate, Request(null, ("X-Rollout-Actor", "ann"), ("X-Rollout-Groups", "leads"))));
        Assert.Equal((200, "nobody"), await TryAsync(gate, Request(null)));
    }

    [Fact]
    public async Task With_a_tenant_the_token_says_who_asks_and_headers_are_not_believed() =>
        Assert.Equal((200, "0d3c: g-leads Rollouts.Operate"), await TryAsync(Gate(), Request(tenant.Token(Operator), ("X-Rollout-Actor", "mallory"))));

    [Fact]
    public async Task The_claim_that_names_people_can_be_another()
    {
        Assert.StartsWith("ann@example.com: ", (await TryAsync(Gate(settings => settings.ActorClaim = "preferred_username"), Request(tenant.Token(Operator)))).Words, StringComparison.Ordinal);
        Assert.Equal("nobody", (await TryAsync(Gate(settings => settings.ActorClaim = "email"), Request(tenant.Token(Operator)))).Words);
    }

    [Fact]
    public async Task A_reader_may_look_and_not_act_and_an_operator_may_do_both()
    {
        Assert.Equal(200, (await TryAsync(Gate(), Request(tenant.Token(Reader)), operate: false)).Status);
        Assert.Equal(200, (await TryAsync(Gate(), Request(tenant.Token(Operator)), operate: false)).Status);
        var (status, words) = await TryAsync(Gate(), Request(tenant.Token(Reader)));
        Assert.Equal(403, status);
        Assert.Contains("the token has none of the roles Rollouts.Operate", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_does_not_hold_is_refused_with_the_kind_of_its_fault()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        using var stranger = RSA.Create(2048);
        (string? Token, string Why)[] wrong =
        [
            (null, "one header Authorization: Bearer is needed"),
            ("abc", "it is no token of this tenant"),
            (this.tenant.Token(Operator, change: token => (token.NotBefore, token.IssuedAt, token.Expires) = (now.AddHours(-2), now.AddHours(-2), now.AddHours(-1))), "it has expired"),
            (this.tenant.Token(Operator, change: token => token.NotBefore = now.AddMinutes(20)), "it is not valid yet"),
            (this.tenant.Token(Operator, change: token => token.Audience = "api://other"), "it is for another audience"),
            (this.tenant.Token(Operator, change: token => token.Issuer = this.tenant.Issuer.Replace("7f3a", "8f3a", StringComparison.Ordinal)), "another tenant issued it"),
            (this.tenant.Token(Operator, key: new RsaSecurityKey(stranger) { KeyId = "k1" }), "its signature does not hold"),
            (this.tenant.Token(Operator, change: token => token.SigningCredentials = null), "it is no token of this tenant"),
        ];

        foreach (var (token, why) in wrong)
        {
            var (status, words) = await TryAsync(Gate(), Request(token), operate: false);
            Assert.Equal(401, status);
            Assert.True(words.Contains(why, StringComparison.Ordinal) || (token is not null && why.StartsWith("it is no", StringComparison.Ordinal) && words.Contains("its signature does not hold", StringComparison.Ordinal)), words);
        }
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_are_a_503_and_nothing_is_done()
    {
        var (status, words) = await TryAsync(Gate(settings => settings.Login = "http://127.0.0.1:1"), Request(this.tenant.Token(Operator)));

        Assert.Equal(503, status);
        Assert.Contains("the keys of the tenant", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_down_is_a_503()
    {
        var request = Request(tenant.Token(Operator));

        var answer = await Gate().LookAsync(request, () => throw new StoreException("the store is down"), default);
        await answer.ExecuteAsync(request.HttpContext);

        Assert.Equal(503, request.HttpContext.Response.StatusCode);
    }
}
