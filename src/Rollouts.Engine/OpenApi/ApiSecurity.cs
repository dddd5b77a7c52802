using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>How callers prove themselves. Which of the ways are asked for is a matter of how the host is set up.</summary>
internal static class ApiSecurity
{
    public static JsonObject Schemes => new()
    {
        ["functionKey"] = Key("header", "x-functions-key", "The Functions app's key."),
        ["functionCode"] = Key("query", "code", "The same in the address, for senders without headers."),
        ["entra"] = Bearer("JWT", "A token of Microsoft Entra, besides the key, where a tenant is configured."),
        ["operator"] = Bearer(null, "An operator's token, on an embedded host that was started with --operators. Without, that host believes its own machine only."),
        ["alertToken"] = Bearer(null, "The token agreed on with Alertmanager or Grafana; for Azure Monitor a token of Microsoft Entra."),
        ["alertBasic"] = new JsonObject { ["type"] = "http", ["scheme"] = "basic", ["description"] = "User and password agreed on with Alertmanager or Grafana." },
        ["grafanaSignature"] = Key("header", "X-Grafana-Alerting-Signature", "HMAC-SHA256 over the body, with the time in a header of its own where one is agreed on."),
        ["pagerDutySignature"] = Key("header", "X-PagerDuty-Signature", "HMAC-SHA256 over the body, v1=…"),
        ["slackSignature"] = Key("header", "X-Slack-Signature", "HMAC-SHA256 over X-Slack-Request-Timestamp and the body, v0=…"),
    };

    public static JsonArray Of(ApiAccess access) => access switch
    {
        ApiAccess.Operators => Any(["functionKey"], ["functionCode"], ["functionKey", "entra"], ["operator"], []),
        ApiAccess.Alerts => Any(
            ["functionKey"], ["functionCode"], ["functionKey", "alertToken"], ["functionKey", "alertBasic"], ["functionKey", "grafanaSignature"], ["functionKey", "pagerDutySignature"],
            ["alertToken"], ["alertBasic"], ["grafanaSignature"], ["pagerDutySignature"], []),
        ApiAccess.SecureWebhook => Any(["alertToken"]),
        ApiAccess.Slack => Any(["slackSignature"]),
        _ => throw new InvalidOperationException($"nobody described {access}"),
    };

    /// <summary>One of these sets; the empty one asks for nothing, on a host that believes its own machine.</summary>
    private static JsonArray Any(params string[][] sets) =>
        [.. sets.Select(set => (JsonNode)new JsonObject(set.Select(scheme => KeyValuePair.Create(scheme, (JsonNode?)new JsonArray()))))];

    private static JsonObject Key(string place, string name, string description) => new() { ["type"] = "apiKey", ["in"] = place, ["name"] = name, ["description"] = description };

    private static JsonObject Bearer(string? format, string description)
    {
        var scheme = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = description };
        if (format is not null) scheme["bearerFormat"] = format;
        return scheme;
    }
}
