namespace Rollouts.Engine;

/// <summary>An action group's webhook in Azure Monitor's common alert schema: one alert at a time.</summary>
/// <remarks>Metric alerts carry custom properties beside the context, log alerts within it; each has null in the other place.</remarks>
internal static class AzureMonitorDelivery
{
    public const string Source = "azure-monitor";

    private const string Schema = "azureMonitorCommonAlertSchema";

    public static AlertReading Read(AlertJson delivery, DateTimeOffset now)
    {
        if (delivery.OptionalText("schemaId") is var schema && schema != Schema)
            throw new FormatException($"schemaId is '{schema}', and {Schema} is read here: turn the common alert schema on in the action group");
        var data = delivery.Object("data");
        var essentials = data.Object("essentials");
        var condition = essentials.Text("monitorCondition");
        if (condition is not ("Fired" or "Resolved"))
            throw new FormatException($"data.essentials.monitorCondition is '{condition}', and Fired or Resolved is read here");
        var episode = essentials.Text("alertId");
        var alert = new Input.Alert(
            $"{Source}:{episode}:{condition}", now, Actor.Of(Source), Source, essentials.Text("alertRule"), episode, condition == "Fired",
            essentials.OptionalText("severity") ?? "", essentials.Time("firedDateTime"), Custom(data, "member"));
        return new AlertReading.Sound([new(Custom(data, "rollout"), alert, $"{Source}:{episode}:Resolved")], [], [], 0);
    }

    private static string? Custom(AlertJson data, string name) =>
        data.TextIn("customProperties", name) ?? (data.Has("alertContext") ? data.Object("alertContext").TextIn("properties", name) : null);
}
