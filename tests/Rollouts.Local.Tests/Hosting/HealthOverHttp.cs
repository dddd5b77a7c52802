using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class HealthOverHttp
{
    [Fact]
    public async Task A_source_that_cannot_be_reached_is_named_and_its_secrets_are_not()
    {
        const string plan = """
            plan: watched
            title: A watched launch
            roles:
              lead: { members: [ann] }
            flags:
              new_path: { dial: exposure, unit: user }
            sources:
              shop: { kind: prometheus, url: "http://user:hush@127.0.0.1:1?token=hush" }
            metrics:
              errors: { measure: computed, from: shop, query: "errors[$window]" }
            observe: 1s
            go: [Ready]
            phases:
              - phase: P0
                title: Everyone
                lasts: 1d..
                exposure: { percent: 100 }
                gate: [errors over 1h < 2]
            """;
        using var folder = new TemporaryFolder();
        await using var app = LocalWeb.Create(LocalOptions.In(folder.Path) with { Url = "http://127.0.0.1:0" });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        Assert.Equal("Healthy", (await http.GetFromJsonAsync<JsonElement>("api/health")).GetProperty("status").GetString());

        var host = app.Services.GetRequiredService<EmbeddedHost>();
        await host.Launches.StartAsync("w-1", Assert.IsType<PlanReading.Sound>(PlanReader.Read(plan)).Document, Actor.Of("ann"), "start", default);
        await host.Launches.OfferAsync("w-1", new Input.Mark("ready", TimeProvider.System.GetUtcNow(), Actor.Of("ann"), "ready", true, null, ""), TimeSpan.FromSeconds(4), default);

        var (answer, text) = await UnhealthyAsync(http);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer);
        Assert.Contains("source shop", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
    }

    /// <summary>The first reading is wanted once the phase has begun.</summary>
    private static async Task<(HttpStatusCode, string)> UnhealthyAsync(HttpClient http)
    {
        for (var tries = 0; ; tries++)
        {
            using var answer = await http.GetAsync("api/health");
            if (!answer.IsSuccessStatusCode || tries == 400) return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
            await Task.Delay(50);
        }
    }
}
