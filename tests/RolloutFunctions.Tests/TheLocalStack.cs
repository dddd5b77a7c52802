using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.AppConfiguration;
using Outer.Servers;

namespace RolloutFunctions.Tests;

/// <summary>The app with the sample of local settings on the real host: its health, its own configuration, and senders of alerts that prove themselves.</summary>
public sealed class TheLocalStack : IAsyncLifetime
{
    private const string Ping = """{ "event": { "id": "1", "event_type": "pagey.ping", "data": { "type": "ping" } } }""";

    private Azurite azurite = null!;
    private AppConfigurationEmulator flags = null!;
    private FunctionsHost host = null!;
    private bool flagsGone;

    /// <summary>What was started is ended where the rest cannot be: nobody else would.</summary>
    public async Task InitializeAsync()
    {
        try
        {
            await StartAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task StartAsync()
    {
        azurite = await Azurite.StartAsync();
        flags = await AppConfigurationEmulator.StartAsync();
        await flags.Client.SetConfigurationSettingAsync(new ConfigurationSetting("Rollouts:Alerts:PagerDuty:Secrets", "first", "local"));
        using var sample = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(TheApp.Folder, "..", "..", "..", "..", "..", "local.settings.sample.json")));
        var settings = sample.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!, StringComparer.Ordinal);
        settings["AzureWebJobsStorage"] = azurite.Connection;
        settings["AppConfiguration__ConnectionString"] = settings["Configuration__ConnectionString"] = flags.Connection;
        settings["Configuration__RefreshSeconds"] = "1";
        settings["AzureFunctionsWebHost__hostid"] = "rollouts";
        settings.Remove("Alerts__PagerDuty__Secrets");
        host = await FunctionsHost.StartAsync(TheApp.Folder, "api/health", settings);
    }

    public async Task DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
        if (flags is not null && !flagsGone) await flags.DisposeAsync();
        if (azurite is not null) await azurite.DisposeAsync();
    }

    private async Task<HttpStatusCode> PingAsync(string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/alerts/pagerduty") { Content = new StringContent(Ping, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-PagerDuty-Signature", "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Ping))));
        return (await host.Http.SendAsync(request)).StatusCode;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> HealthAsync()
    {
        using var answer = await host.Http.GetAsync("api/health");
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    [Fact]
    public async Task It_is_healthy_takes_up_a_replaced_secret_and_says_which_dependency_is_gone()
    {
        var (status, body) = await HealthAsync();
        Assert.Equal((HttpStatusCode.OK, "Healthy"), (status, body.GetProperty("status").GetString()));
        Assert.Equal(["journal", "flags"], body.GetProperty("dependencies").EnumerateArray().Select(each => each.GetProperty("name").GetString()));

        Assert.Equal(HttpStatusCode.OK, await PingAsync("first"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PingAsync("second"));
        await this.flags.Client.SetConfigurationSettingAsync(new ConfigurationSetting("Rollouts:Alerts:PagerDuty:Secrets", "second", "local"));
        await host.UntilAsync(async () => await PingAsync("second") == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await PingAsync("first"));

        flagsGone = true;
        await this.flags.DisposeAsync();
        (status, body) = await HealthAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (status, body.GetProperty("status").GetString()));
        var gone = body.GetProperty("dependencies").EnumerateArray().Single(each => !each.GetProperty("well").GetBoolean());
        Assert.Equal("flags", gone.GetProperty("name").GetString());
        Assert.DoesNotContain("Secret", gone.GetProperty("fault").GetString(), StringComparison.OrdinalIgnoreCase);
    }
}
