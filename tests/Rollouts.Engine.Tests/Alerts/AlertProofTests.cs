using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine.Tests;

public sealed class AlertProofTests
{
    private static readonly byte[] Body = "{\"version\":\"1\"}"u8.ToArray();

    /// <summary>2026-11-21 08:00 UTC.</summary>
    private sealed class Clock : TimeProvider
    {
        public const long Seconds = 1795248000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);
    }

    private static async Task<string?> FaultAsync(AlertSettings settings, params (string Name, string Value)[] headers)
    {
        Assert.Empty(settings.Problems());
        var request = new DefaultHttpContext().Request;
        foreach (var (name, value) in headers) request.Headers.Append(name, value);
        return await Assert.Single(settings.Proofs(new Clock())).FaultAsync(request, Body, default);
    }

    private static string Hmac(string secret, string prefix = "") =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(prefix), .. Body]));

    [Theory]
    [InlineData("Bearer s3cret-token", null)]
    [InlineData("bearer s3cret-token", null)]
    [InlineData("Bearer s3cret-tokem", "the header Authorization is not accepted")]
    [InlineData("Bearer ", "the header Authorization is not accepted")]
    [InlineData("Bearer", "the header Authorization must be Bearer")]
    [InlineData("Basic s3cret-token", "the header Authorization must be Bearer")]
    [InlineData(null, "one header Authorization: Bearer is needed")]
    public async Task Alertmanagers_token_is_asked_for(string? header, string? fault) => Assert.Equal(
        fault, await FaultAsync(new() { Alertmanager = new() { Token = "s3cret-token" } }, header is null ? [] : [("Authorization", header)]));

    [Fact]
    public async Task Two_headers_of_which_one_is_right_are_not_accepted() => Assert.NotNull(await FaultAsync(
        new() { Alertmanager = new() { Token = "right" } }, ("Authorization", "Bearer right"), ("Authorization", "Bearer wrong")));

    [Theory]
    [InlineData("prometheus:pa:ss", null)]
    [InlineData("prometheus:pass", "the header Authorization is not accepted")]
    [InlineData(":pa:ss", "the header Authorization is not accepted")]
    public async Task Alertmanagers_user_and_password_are_asked_for(string credentials, string? fault) => Assert.Equal(fault, await FaultAsync(
        new() { Alertmanager = new() { User = "prometheus", Password = "pa:ss" } }, ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)))));

    [Fact]
    public async Task Grafanas_signature_of_the_body_is_asked_for()
    {
        var settings = new AlertSettings { Grafana = new() { Secret = "s3cret" } };

        Assert.Null(await FaultAsync(settings, ("X-Grafana-Alerting-Signature", Hmac("s3cret"))));
        foreach (var wrong in (string[])[Hmac("other"), Hmac("s3cret")[..63], Hmac("s3cret") + "00", "sha256=" + Hmac("s3cret"), new string('g', 64)])
            Assert.Equal("the signature does not fit the body", await FaultAsync(settings, ("X-Grafana-Alerting-Signature", wrong)));
        Assert.Equal("one header X-Grafana-Alerting-Signature is needed", await FaultAsync(settings));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-299, null)]
    [InlineData(299, null)]
    [InlineData(-301, "is not a time within 5m of now")]
    [InlineData(301, "is not a time within 5m of now")]
    [InlineData(-9_000_000_000, "is not a time within 5m of now")]
    public async Task Grafanas_signature_covers_the_time_where_that_is_agreed_on(long late, string? fault)
    {
        var settings = new AlertSettings { Grafana = new() { Secret = "s3cret", SignatureHeader = "X-Sign", TimestampHeader = "X-Time" } };
        var sent = $"{Clock.Seconds + late}";

        var found = await FaultAsync(settings, ("X-Sign", Hmac("s3cret", sent + ":")), ("X-Time", sent));

        if (fault is null) Assert.Null(found);
        else Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_was_not_signed_or_is_not_sent_is_not_accepted()
    {
        var settings = new AlertSettings { Grafana = new() { Secret = "s3cret", TimestampHeader = "X-Time" } };

        Assert.NotNull(await FaultAsync(settings, ("X-Grafana-Alerting-Signature", Hmac("s3cret")), ("X-Time", $"{Clock.Seconds}")));
        Assert.Equal("one header X-Time is needed", await FaultAsync(settings, ("X-Grafana-Alerting-Signature", Hmac("s3cret"))));
    }

    [Fact]
    public async Task One_of_pagerdutys_signatures_by_one_of_the_secrets_suffices()
    {
        var settings = new AlertSettings { PagerDuty = new() { Secrets = "old, new" } };

        foreach (var right in (string[])["v1=" + Hmac("old"), "v1=" + Hmac("new"), $"v1={Hmac("gone")},v1={Hmac("new")}", $"v2=abc, v1={Hmac("old")}"])
            Assert.Null(await FaultAsync(settings, ("X-PagerDuty-Signature", right)));
        foreach (var wrong in (string[])["v1=" + Hmac("gone"), "v1="])
            Assert.Equal("no signature fits the body", await FaultAsync(settings, ("X-PagerDuty-Signature", wrong)));
        foreach (var none in (string[])["", "v2=" + Hmac("old"), Hmac("old")])
            Assert.Equal("a header X-PagerDuty-Signature with a signature v1=… is needed", await FaultAsync(settings, ("X-PagerDuty-Signature", none)));
    }

    [Fact]
    public void Nothing_is_asked_for_where_nothing_is_set() => Assert.Empty(new AlertSettings().Proofs(TimeProvider.System));

    [Fact]
    public async Task All_that_is_set_is_asked_for()
    {
        var settings = new AlertSettings { Grafana = new() { Token = "t", Secret = "s" } };
        var request = new DefaultHttpContext().Request;
        request.Headers.Authorization = "Bearer t";

        var faults = new List<string?>();
        foreach (var proof in settings.Proofs(TimeProvider.System)) faults.Add(await proof.FaultAsync(request, Body, default));

        Assert.Equal([null, "one header X-Grafana-Alerting-Signature is needed"], faults);
    }

    [Fact]
    public void Settings_that_do_not_go_together_are_named_without_their_secrets()
    {
        var settings = new AlertSettings
        {
            Alertmanager = new() { User = "prometheus" },
            Grafana = new() { Token = "hush", User = "a:b", Password = "hush", TimestampHeader = "X-Time", SignatureHeader = " " },
            PagerDuty = new() { Services = new(StringComparer.Ordinal) { ["PF9KMXH"] = new() } },
        };

        var problems = settings.Problems();

        Assert.Equal<IEnumerable<string>>(
            [
                "Alerts__Alertmanager__User and Alerts__Alertmanager__Password go together: set both or none",
                "Alerts__Grafana__Token and Alerts__Grafana__User are both set: a sender has one Authorization header, set one",
                "Alerts__Grafana__User contains a colon, which ends the user in the header",
                "Alerts__Grafana__TimestampHeader is of no use without Alerts__Grafana__Secret: set it too",
                "Alerts__Grafana__SignatureHeader is empty: leave it out for Grafana's own header",
                "Alerts__PagerDuty__Services__PF9KMXH__Rule is missing: the rule that the incidents of this service stand for, as plans name it after 'alert:'",
            ],
            problems);
        Assert.DoesNotContain(problems, problem => problem.Contains("hush", StringComparison.Ordinal));
    }
}
