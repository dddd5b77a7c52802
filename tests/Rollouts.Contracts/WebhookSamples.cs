using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Contracts;

/// <summary>A delivery as its sender sends it, with what proves the sender.</summary>
public sealed record Delivery(string Source, string Body, params (string Name, string Value)[] Headers);

/// <summary>One occurrence of an alert: its beginning and its end say the same time.</summary>
public sealed record Episode(string Id, DateTimeOffset Began)
{
    /// <summary>Begins now: a launch that starts later takes it for an alert of before its time.</summary>
    public static Episode Now(string id) => new(id, TimeProvider.System.GetUtcNow());
}

/// <summary>The documented examples of every sender, about an alert of the rule <c>HighErrorRate</c>.</summary>
public static class WebhookSamples
{
    public const string Token = "alertmanagers-token";
    public const string GrafanaSecret = "grafanas-secret";
    public const string PagerDutySecret = "pagerdutys-secret";

    public static IEnumerable<string> Names => ["alertmanager", "azure-metric", "azure-log", "grafana", "pagerduty"];

    public static Delivery Of(string name, string rollout, Episode episode, bool firing = true)
    {
        var body = name switch
        {
            "alertmanager" => Alertmanager(rollout, episode, firing),
            "grafana" => Grafana(rollout, episode, firing),
            "azure-metric" => Azure(episode, firing, "null", $$"""{ "rollout": "{{rollout}}" }"""),
            "azure-log" => Azure(episode, firing, $$"""{ "rollout": "{{rollout}}" }""", "null"),
            "pagerduty" => PagerDuty(episode, firing, Iso(TimeProvider.System.GetUtcNow())),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return Signed(name, body);
    }

    /// <summary>Any body, with the proof of the sender.</summary>
    public static Delivery Signed(string name, string body)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return name switch
        {
            "alertmanager" => new("alertmanager", body, ("Authorization", "Bearer " + Token)),
            "grafana" => new("grafana", body, ("X-Grafana-Alerting-Signature", Hmac(GrafanaSecret, FormattableString.Invariant($"{now}:{body}"))), ("X-Time", FormattableString.Invariant($"{now}"))),
            "pagerduty" => new("pagerduty", body, ("X-PagerDuty-Signature", "v1=" + Hmac(PagerDutySecret, body))),
            _ => new("azure-monitor", body),
        };
    }

    public static string Hmac(string secret, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    private static string Iso(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static string Alertmanager(string rollout, Episode episode, bool firing) => $$"""
        { "version": "4", "groupKey": "{}/{severity=\"critical\"}:{alertname=\"HighErrorRate\"}", "truncatedAlerts": 0,
          "status": "{{(firing ? "firing" : "resolved")}}", "receiver": "rollout-webhook",
          "groupLabels": { "alertname": "HighErrorRate" },
          "commonLabels": { "alertname": "HighErrorRate", "severity": "critical", "service": "checkout" },
          "commonAnnotations": { "summary": "5xx above 2%" },
          "routeLabels": {}, "externalURL": "http://alertmanager:9093", "notification_reason": "first notification",
          "alerts": [ { "status": "{{(firing ? "firing" : "resolved")}}",
            "labels": { "alertname": "HighErrorRate", "severity": "critical", "service": "checkout", "rollout": "{{rollout}}" },
            "annotations": { "summary": "5xx above 2%" },
            "startsAt": "{{Iso(episode.Began)}}", "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "http://prometheus:9090/graph?g0.expr=...", "fingerprint": "{{episode.Id}}" } ] }
        """;

    private static string Grafana(string rollout, Episode episode, bool firing) => $$"""
        { "receiver": "My Super Webhook", "status": "{{(firing ? "firing" : "resolved")}}", "orgId": 1,
          "alerts": [ { "status": "{{(firing ? "firing" : "resolved")}}",
            "labels": { "alertname": "HighErrorRate", "team": "blue", "zone": "us-1", "rollout": "{{rollout}}" },
            "annotations": { "description": "The system has high memory usage", "runbook_url": "https://runbooks.example.com/1", "summary": "…" },
            "startsAt": "{{Iso(episode.Began)}}", "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "https://play.grafana.org/alerting/1afz29v7z/edit", "fingerprint": "{{episode.Id}}",
            "silenceURL": "https://play.grafana.org/alerting/silence/new?", "dashboardURL": "", "panelURL": "",
            "values": { "B": 44.23943737541908, "C": 1 } } ],
          "groupLabels": {}, "commonLabels": { "team": "blue" }, "commonAnnotations": {},
          "externalURL": "https://play.grafana.org/", "version": "1", "groupKey": "{}:{}", "truncatedAlerts": 0,
          "title": "[FIRING:1]  (blue)", "state": "alerting", "message": "**Firing**" }
        """;

    private static string Azure(Episode episode, bool firing, string contextProperties, string customProperties) => $$"""
        { "schemaId": "azureMonitorCommonAlertSchema",
          "data": {
            "essentials": {
              "alertId": "/subscriptions/0000/providers/Microsoft.AlertsManagement/alerts/{{episode.Id}}",
              "alertRule": "HighErrorRate", "severity": "Sev3", "signalType": "Metric", "monitorCondition": "{{(firing ? "Fired" : "Resolved")}}",
              "monitoringService": "Platform",
              "alertTargetIDs": [ "/subscriptions/0000/resourcegroups/pipelinealertrg/providers/microsoft.compute/virtualmachines/wcus-r2-gen2" ],
              "configurationItems": [ "wcus-r2-gen2" ],
              "originAlertId": "3f2d4487-b0fc-4125-8bd5-7ad17384221e_PipeLineAlertRG_microsoft.insights_metricAlerts_WCUS-R2-Gen2_-117781227",
              "firedDateTime": "{{Iso(episode.Began)}}", "resolvedDateTime": "{{Iso(episode.Began)}}", "description": "",
              "essentialsVersion": "1.0", "alertContextVersion": "1.0" },
            "alertContext": { "properties": {{contextProperties}}, "conditionType": "SingleResourceMultipleMetricCriteria",
              "condition": { "windowSize": "PT5M",
                "allOf": [ { "metricName": "Percentage CPU", "metricNamespace": "Microsoft.Compute/virtualMachines", "operator": "GreaterThan",
                             "threshold": "25", "timeAggregation": "Average", "dimensions": [ { "name": "ResourceId", "value": "3efad9dc" } ], "metricValue": null } ],
                "windowStartTime": "2019-03-22T13:53:24Z", "windowEndTime": "2019-03-22T13:58:24Z" } },
            "customProperties": {{customProperties}} } }
        """;

    private static string PagerDuty(Episode episode, bool firing, string at) => $$"""
        { "event": { "id": "{{episode.Id}}-{{(firing ? "T" : "R")}}", "event_type": "incident.{{(firing ? "triggered" : "resolved")}}", "resource_type": "incident",
          "occurred_at": "{{at}}",
          "agent": { "id": "PLH1HKV", "type": "user_reference", "summary": "Tenex Engineer", "html_url": "https://acme.pagerduty.com/users/PLH1HKV", "self": "https://api.pagerduty.com/users/PLH1HKV" },
          "client": null,
          "data": { "id": "{{episode.Id}}", "type": "incident", "self": "https://api.pagerduty.com/incidents/PGR0VU2", "html_url": "https://acme.pagerduty.com/incidents/PGR0VU2",
            "number": 2, "status": "triggered", "incident_key": "d3640fbd41094207a1c11e58e46b1662", "created_at": "{{Iso(episode.Began)}}",
            "title": "Checkout 5xx", "service": { "id": "PF9KMXH", "type": "service_reference", "summary": "Checkout API" },
            "assignees": [], "escalation_policy": { "id": "PUS0KTE", "summary": "Default" }, "teams": [],
            "priority": { "id": "PSO75BM", "summary": "P1" }, "urgency": "high", "conference_bridge": null, "resolve_reason": null } } }
        """;
}
