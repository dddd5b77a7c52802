using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Outer.Servers;
using Rollouts.Contracts;
using Rollouts.SlackPreview;

namespace RolloutFunctions.Tests;

/// <summary>The app on the real host.</summary>
public sealed class HostileRequestsOnTheHost(HostileRequestsOnTheHost.Asked asked) : HostileRequestsContract(asked.Head), IClassFixture<HostileRequestsOnTheHost.Asked>
{
    /// <summary>A launch that asks for an approval; no test changes it.</summary>
    public sealed class Asked : IAsyncLifetime
    {
        private const string Rollout = "small";

        private SlackTeam? slack;
        private Running? app;
        private HttpClient? client;

        public SlackHead Head { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            slack = await SlackTeam.StartAsync();
            app = await TheApp.StartAsync(Azurite.StartAsync, slack.Settings);
            slack.Serve(app);
            client = app.Host.WithoutKey();
            var started = await app.PostAsync("api/rollouts", new { rollout = Rollout, planText = SlackOnTheHost.Plan });
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
            await app.UntilAsync("it is ready", () => MarkedAsync("ready"));
            await app.UntilAsync("it runs", async () => (await app.Http.GetFromJsonAsync<JsonNode>($"api/rollouts/{Rollout}"))!["stage"]!.ToString() == "Running");
            await app.UntilAsync("it is looked at", () => MarkedAsync("looked-at"));
            await app.UntilAsync("it asks", () => Task.FromResult(Prompt() is not null));
            Head = new(
                slack.Server, client, Rollout, SlackTeam.Channel, SlackTeam.Ada, "ada", SlackTeam.Grace, "U0PAUL", (string)Clicks.ButtonOf(Prompt()!, "Approve")["value"]!,
                async () => (await app.Store.ReadAsync(Rollout, 0, default))!.Entries);
            await Head.KnowsItsPeopleAsync(TimeSpan.FromSeconds(150));
        }

        public async Task DisposeAsync()
        {
            client?.Dispose();
            if (app is not null) await app.DisposeAsync();
            if (slack is not null) await slack.DisposeAsync();
        }

        private PreviewMessage? Prompt() => slack!.Workspace.Messages.FirstOrDefault(message => SlackTeam.Headline(message).StartsWith("Approve P1 One in ten", StringComparison.Ordinal));

        /// <summary>False while its gate is not open.</summary>
        private async Task<bool> MarkedAsync(string item)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"api/rollouts/{Rollout}/commands") { Content = JsonContent.Create(new JsonObject { ["command"] = "mark", ["item"] = item }) };
            request.Headers.Add("X-Rollout-Actor", "ada");
            using var answer = await app!.Http.SendAsync(request);
            return answer.IsSuccessStatusCode;
        }
    }
}
