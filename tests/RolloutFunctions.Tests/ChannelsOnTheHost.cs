using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Outer.Servers;
using Rollouts;

namespace RolloutFunctions.Tests;

/// <summary>Posts of one launch to several channels on the real host, one of which takes nothing for a while.</summary>
public sealed class ChannelsOnTheHost
{
    private const string Plan = """
        plan: channels
        title: A launch that says everything twice
        label: LABEL
        channel: "#launch"
        channels: { "#launch": [slack, webhook] }
        roles:
          lead: { members: [lead] }
        flags:
          new_path: { dial: exposure, unit: user }
        ramp: { at-most: 4x }
        go: [{ item: Ready to launch, id: ready }]
        phases:
          - phase: P0
            title: Internal
            lasts: 1s..
            exposure: { percent: 5 }
            gate: [{ item: It works for us, id: works }]
          - phase: P1
            title: Beta
            lasts: 1d..
            exposure: { percent: 20 }
        way-back:
          - restore: exposure of target
        """;

    [Fact]
    public async Task A_channel_that_takes_nothing_holds_up_its_own_posts_alone_and_gets_them_in_order()
    {
        using var busy = new BusyReceiver();
        var channels = JsonSerializer.Serialize(new { webhooks = new Dictionary<string, object> { ["#launch"] = new { url = busy.Address, secrets = new[] { "whsec_" + Convert.ToBase64String(new byte[32]) } } } });
        await using var app = await TheApp.StartAsync(Azurite.StartAsync, ("Channels", channels));
        var launch = new Launch(app, "channels-" + Guid.NewGuid().ToString("N")[..8]);
        using (var started = await app.PostAsync("api/rollouts", new { rollout = launch.Rollout, planText = Plan.Replace("LABEL", launch.Label, StringComparison.Ordinal) }))
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());

        await launch.CommandAsync(new { command = "mark", item = "ready" });
        await app.UntilAsync("it is at 5 %", async () => (await launch.DialAsync()).Percent == 5);
        await app.UntilAsync("it works", async () => (await app.PostAsync($"api/rollouts/{launch.Rollout}/commands", new { command = "mark", item = "works" })).IsSuccessStatusCode);
        await app.UntilAsync("it is at 20 %", async () => (await launch.DialAsync()).Percent == 20);
        await app.UntilAsync("the other way has everything", async () => await LeftAsync(launch) is { Count: > 4 } left && left.All(post => post.Via == Via.Webhook));
        Assert.Empty(busy.Taken);
        busy.Opens();

        await launch.QuietAsync();
        var planned = (await launch.JournalAsync()).SelectMany(entry => entry.Events).OfType<RolloutEvent.EffectPlanned>().Select(plan => plan.Effect).OfType<Effect.Post>();
        Assert.Equal(planned.Where(post => post.Via == Via.Webhook).Select(post => post.Id), busy.Taken);
    }

    private static async Task<List<Effect.Post>> LeftAsync(Launch launch)
    {
        var events = (await launch.JournalAsync()).SelectMany(entry => entry.Events).ToList();
        var done = events.OfType<RolloutEvent.EffectDone>().Select(effect => effect.Effect).ToHashSet(StringComparer.Ordinal);
        return [.. events.OfType<RolloutEvent.EffectPlanned>().Select(plan => plan.Effect).OfType<Effect.Post>().Where(post => !done.Contains(post.Id))];
    }

    /// <summary>Asks for patience, slowly, until it opens.</summary>
    private sealed class BusyReceiver : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly ConcurrentQueue<string> taken = new();
        private volatile bool open;

        public BusyReceiver()
        {
            Address = $"http://127.0.0.1:{FreePorts.Take(1)[0]}/";
            listener.Prefixes.Add(Address);
            listener.Start();
            _ = Task.Run(ServeAsync);
        }

        public string Address { get; }

        /// <summary>The ids of what it took, in the order it came.</summary>
        public IReadOnlyList<string> Taken => [.. taken];

        public void Opens() => open = true;

        public void Dispose() => listener.Close();

        private async Task ServeAsync()
        {
            while (listener.IsListening)
            {
                try
                {
                    var context = await listener.GetContextAsync();
                    var told = await JsonDocument.ParseAsync(context.Request.InputStream);
                    var takes = open;
                    if (!takes) await Task.Delay(TimeSpan.FromSeconds(1));
                    context.Response.StatusCode = takes ? 204 : 429;
                    if (!takes) context.Response.Headers["Retry-After"] = "1";
                    if (takes && told.RootElement.GetProperty("id").GetString() is { } id && !taken.Contains(id)) taken.Enqueue(id);
                    context.Response.Close();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    // A caller was killed in the middle of its question, or the test is over.
                    continue;
                }
            }
        }
    }
}
