using System.Text;
using System.Text.Json.Nodes;

namespace Rollouts.Engine.Tests;

public sealed class AlertReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 5, 0, TimeSpan.Zero);

    private const string Alertmanager = """
        { "version": "4", "groupKey": "{}", "truncatedAlerts": 0, "status": "firing", "receiver": "rollouts", "groupLabels": {},
          "commonLabels": {}, "commonAnnotations": {}, "routeLabels": {}, "externalURL": "http://am:9093", "notification_reason": "first notification",
          "alerts": [
            { "status": "firing",
              "labels": { "alertname": "HighErrorRate", "severity": "critical", "rollout": "checkout-v2", "member": "eu" },
              "annotations": { "summary": "5xx above 2%" },
              "startsAt": "2026-11-21T10:03:11.123+02:00", "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "http://p", "fingerprint": "c6eadffa33fcdf37" },
            { "status": "resolved",
              "labels": { "alertname": "Slow" }, "annotations": {},
              "startsAt": "2026-11-21T07:00:00Z", "endsAt": "2026-11-21T08:00:00Z", "fingerprint": "aa" } ] }
        """;

    private const string AzureMonitor = """
        { "schemaId": "azureMonitorCommonAlertSchema",
          "data": {
            "essentials": {
              "alertId": "/subscriptions/0/providers/Microsoft.AlertsManagement/alerts/b9569717", "alertRule": "Error rate", "severity": "Sev1",
              "signalType": "Metric", "monitorCondition": "Fired", "alertTargetIDs": ["/subscriptions/0"], "originAlertId": "3f2d4487",
              "firedDateTime": "2026-11-21T08:03:58.3713213Z", "description": "", "essentialsVersion": "1.0", "alertContextVersion": "1.0" },
            "alertContext": { "properties": null, "conditionType": "SingleResourceMultipleMetricCriteria",
              "condition": { "allOf": [ { "threshold": "25", "metricValue": null } ] } },
            "customProperties": { "rollout": "checkout-v2" } } }
        """;

    private static AlertReading Read(string source, string body) => AlertReader.Read(source, Encoding.UTF8.GetBytes(body), new(), Now);

    private static RoutedAlert[] Sound(string source, string body) => [.. Assert.IsType<AlertReading.Sound>(Read(source, body)).Alerts];

    private static string With(string body, string path, JsonNode? value)
    {
        var root = JsonNode.Parse(body)!;
        var parts = path.Split('.');
        var node = parts[..^1].Aggregate(root, (parent, part) => int.TryParse(part, out var index) ? parent[index]! : parent[part]!);
        if (value is null) node.AsObject().Remove(parts[^1]);
        else node[parts[^1]] = value;
        return root.ToJsonString();
    }

    [Fact]
    public void Each_alert_of_an_alertmanager_delivery_is_an_input_with_its_delivery_key()
    {
        var alerts = Sound("alertmanager", Alertmanager);

        Assert.Equal(2, alerts.Length);
        Assert.Equal("checkout-v2", alerts[0].Rollout);
        var firing = alerts[0].Alert;
        Assert.Equal("alertmanager:c6eadffa33fcdf37@2026-11-21T08:03:11.1230000+00:00:firing", firing.Id);
        Assert.Equal(
            ("alertmanager", "HighErrorRate", "c6eadffa33fcdf37@2026-11-21T08:03:11.1230000+00:00", true, "critical", "eu", Now),
            (firing.Source, firing.Rule, firing.Episode, firing.Firing, firing.Severity, firing.Member, firing.At));
        Assert.Equal(new(2026, 11, 21, 8, 3, 11, 123, TimeSpan.Zero), firing.Started);
        Assert.Equal("alertmanager", firing.By.Id);
        Assert.Null(alerts[1].Rollout);
        Assert.False(alerts[1].Alert.Firing);
    }

    [Fact]
    public void Firing_and_resolving_are_two_deliveries_of_one_episode()
    {
        var resolved = Sound("alertmanager", With(Alertmanager, "alerts.0.status", "resolved"))[0].Alert;
        var firing = Sound("alertmanager", Alertmanager)[0].Alert;

        Assert.Equal(firing.Episode, resolved.Episode);
        Assert.NotEqual(firing.Id, resolved.Id);
    }

    [Fact]
    public void The_same_labels_firing_anew_are_another_episode_and_a_repeated_notification_is_not()
    {
        var again = Sound("alertmanager", With(Alertmanager, "alerts.0.startsAt", "2026-11-21T09:00:00Z"))[0].Alert;
        var repeated = Sound("alertmanager", With(Alertmanager, "notification_reason", "repeat"))[0].Alert;

        Assert.NotEqual(Sound("alertmanager", Alertmanager)[0].Alert.Episode, again.Episode);
        Assert.Equal(Sound("alertmanager", Alertmanager)[0].Alert.Id, repeated.Id);
    }

    [Fact]
    public void An_azure_metric_alert_names_its_rollout_in_its_custom_properties()
    {
        var (rollout, alert, _) = Assert.Single(Sound("azure-monitor", AzureMonitor));

        Assert.Equal("checkout-v2", rollout);
        Assert.Equal("azure-monitor:/subscriptions/0/providers/Microsoft.AlertsManagement/alerts/b9569717:Fired", alert.Id);
        Assert.Equal(("Error rate", true, "Sev1"), (alert.Rule, alert.Firing, alert.Severity));
        Assert.Null(alert.Member);
    }

    [Fact]
    public void An_azure_log_alert_names_its_rollout_in_the_properties_of_its_context()
    {
        var log = With(AzureMonitor, "data.alertContext.properties", JsonNode.Parse("""{ "rollout": "d7-1", "member": "eu" }"""));

        foreach (var body in (string[])[With(log, "data.customProperties", null), With(log, "data.customProperties", JsonValue.Create((string?)null))])
        {
            var (rollout, alert, _) = Assert.Single(Sound("azure-monitor", body));
            Assert.Equal(("d7-1", "eu"), (rollout, alert.Member));
        }
    }

    [Fact]
    public void A_resolved_azure_alert_is_the_end_of_its_episode()
    {
        var resolved = Assert.Single(Sound("azure-monitor", With(AzureMonitor, "data.essentials.monitorCondition", "Resolved"))).Alert;

        Assert.False(resolved.Firing);
        Assert.Equal("/subscriptions/0/providers/Microsoft.AlertsManagement/alerts/b9569717", resolved.Episode);
    }

    [Theory]
    [InlineData("version", "1", "version is '1', and 4 is read here")]
    [InlineData("version", null, "version must be a text")]
    [InlineData("alerts", null, "alerts must be an array")]
    public void What_is_wrong_with_an_alertmanager_delivery_is_named(string path, string? value, string why) =>
        Assert.Equal(why, Assert.IsType<AlertReading.Faulty>(Read("alertmanager", With(Alertmanager, path, value))).Why);

    [Theory]
    [InlineData("alerts.1.status", "pending", "alerts[1].status is 'pending', and firing or resolved is read here")]
    [InlineData("alerts.0.labels", null, "alerts[0].labels must be an object")]
    [InlineData("alerts.0.labels.alertname", null, "alerts[0].labels.alertname must be a text")]
    [InlineData("alerts.0.startsAt", "yesterday", "alerts[0].startsAt must be a time")]
    [InlineData("alerts.0.fingerprint", "", "alerts[0].fingerprint must be a text")]
    public void An_alert_that_cannot_be_read_is_named_with_its_place_and_does_not_spoil_the_others(string path, string? value, string why)
    {
        var sound = Assert.IsType<AlertReading.Sound>(Read("alertmanager", With(Alertmanager, path, value)));

        Assert.Equal(why, Assert.Single(sound.Unread));
        Assert.Single(sound.Alerts);
    }

    [Fact]
    public void A_delivery_of_which_no_alert_can_be_read_is_faulty() => Assert.Equal(
        "alerts[0] must be an object", Assert.IsType<AlertReading.Faulty>(Read("alertmanager", With(Alertmanager, "alerts", new JsonArray(7, "x")))).Why);

    [Fact]
    public void What_the_sender_left_out_is_counted() =>
        Assert.Equal(12, Assert.IsType<AlertReading.Sound>(Read("alertmanager", With(Alertmanager, "truncatedAlerts", 12))).CutOff);

    [Fact]
    public void A_grafana_delivery_is_read_like_alertmanagers_and_neither_is_taken_for_the_other()
    {
        var grafana = With(With(Alertmanager, "version", "1"), "orgId", 1);

        var alert = Sound("grafana", grafana)[0].Alert;

        Assert.Equal("grafana:c6eadffa33fcdf37@2026-11-21T08:03:11.1230000+00:00:firing", alert.Id);
        Assert.Equal(("HighErrorRate", true, "critical", "eu"), (alert.Rule, alert.Firing, alert.Severity, alert.Member));
        Assert.Equal("version is '4', and 1 is read here", Assert.IsType<AlertReading.Faulty>(Read("grafana", Alertmanager)).Why);
        Assert.Equal("version is '1', and 4 is read here", Assert.IsType<AlertReading.Faulty>(Read("alertmanager", grafana)).Why);
        Assert.StartsWith("orgId is missing", Assert.IsType<AlertReading.Faulty>(Read("grafana", With(Alertmanager, "version", "1"))).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schemaId", null, "schemaId is '', and azureMonitorCommonAlertSchema is read here: turn the common alert schema on in the action group")]
    [InlineData("data", null, "data must be an object")]
    [InlineData("data.essentials.alertId", null, "data.essentials.alertId must be a text")]
    [InlineData("data.essentials.monitorCondition", "Unknown", "data.essentials.monitorCondition is 'Unknown', and Fired or Resolved is read here")]
    [InlineData("data.essentials.firedDateTime", "soon", "data.essentials.firedDateTime must be a time")]
    public void What_is_wrong_with_an_azure_delivery_is_named_with_its_place(string path, string? value, string why) =>
        Assert.Equal(why, Assert.IsType<AlertReading.Faulty>(Read("azure-monitor", With(AzureMonitor, path, value))).Why);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{\"version\":4}")]
    [InlineData("{\"version\":\"4\",\"alerts\":[7]}")]
    [InlineData("{\"version\":\"4\",\"alerts\":[{\"status\":{}}]}")]
    public void A_body_that_is_no_delivery_is_faulty_and_never_an_exception(string body)
    {
        Assert.IsType<AlertReading.Faulty>(Read("alertmanager", body));
        Assert.IsType<AlertReading.Faulty>(Read("azure-monitor", body));
        Assert.IsType<AlertReading.Faulty>(Read("grafana", body));
        Assert.IsType<AlertReading.Faulty>(Read("pagerduty", body));
    }

    [Fact]
    public void Texts_that_are_too_long_and_nesting_that_is_too_deep_are_faulty()
    {
        Assert.Equal(
            "alerts[0].labels.alertname is longer than 500 characters",
            Assert.Single(Assert.IsType<AlertReading.Sound>(Read("alertmanager", With(Alertmanager, "alerts.0.labels.alertname", new string('x', 501)))).Unread));
        Assert.IsType<AlertReading.Faulty>(Read("alertmanager", string.Concat(Enumerable.Repeat("[", 10_000))));
    }

    [Fact]
    public void Only_sources_that_are_read_have_a_limit()
    {
        Assert.Null(AlertReader.LimitOf("nagios"));
        Assert.All(AlertReader.Sources, source => Assert.True(AlertReader.LimitOf(source) >= 256 * 1024));
        Assert.Equal<IEnumerable<string>>(["alertmanager", "azure-monitor", "grafana", "pagerduty"], AlertReader.Sources);
    }

    [Fact]
    public void A_delivery_without_alerts_is_sound() => Assert.Empty(Sound("alertmanager", With(Alertmanager, "alerts", new JsonArray())));
}
