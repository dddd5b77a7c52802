using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Identity;

namespace RolloutFunctions;

/// <summary>Posts envelopes to Application Insights, as its own SDKs do: one JSON object a line. What it does not take is dropped.</summary>
internal sealed class InsightsSender : IDisposable
{
    private static readonly string[] Scope = ["https://monitor.azure.com//.default"];

    private readonly InsightsConnection connection;
    private readonly TimeProvider time;
    private readonly TokenCredential? credential;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly string role = Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? Environment.GetEnvironmentVariable("WEBSITE_SITE_NAME") ?? "rollouts";
    private AccessToken token;

    public InsightsSender(InsightsConnection connection, TimeProvider time)
    {
        (this.connection, this.time) = (connection, time);
        if (connection.Entra) credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = connection.ClientId });
    }

    /// <param name="kind">Such as <c>Metric</c>; its data is of the type <c>MetricData</c>.</param>
    public JsonObject Envelope(string kind, DateTime at, JsonObject data, string? operation = null, string? parent = null)
    {
        var tags = new JsonObject { ["ai.cloud.role"] = role, ["ai.cloud.roleInstance"] = Environment.MachineName, ["ai.internal.sdkVersion"] = "rollouts" };
        if (operation is not null) tags["ai.operation.id"] = operation;
        if (parent is not null) tags["ai.operation.parentId"] = parent;
        data["ver"] = 2;
        return new()
        {
            ["name"] = $"Microsoft.ApplicationInsights.{kind}", ["time"] = at.ToString("O", System.Globalization.CultureInfo.InvariantCulture), ["iKey"] = connection.Key,
            ["tags"] = tags, ["data"] = new JsonObject { ["baseType"] = $"{kind}Data", ["baseData"] = data },
        };
    }

    /// <summary>True when the service took it.</summary>
    public bool Send(IReadOnlyCollection<JsonObject> envelopes)
    {
        if (envelopes.Count == 0) return true;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, connection.Ingestion)
            {
                Content = new StringContent(string.Join('\n', envelopes.Select(envelope => envelope.ToJsonString())), Encoding.UTF8, new MediaTypeHeaderValue("application/x-json-stream")),
            };
            if (credential is not null) request.Headers.Authorization = new("Bearer", Token());
            using var answer = http.Send(request);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException or AuthenticationFailedException or JsonException)
        {
            return false;
        }
    }

    public void Dispose() => http.Dispose();

    private string Token()
    {
        if (token.ExpiresOn - TimeSpan.FromMinutes(5) < time.GetUtcNow()) token = credential!.GetToken(new(Scope), CancellationToken.None);
        return token.Token;
    }
}
