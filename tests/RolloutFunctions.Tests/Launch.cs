using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.AppConfiguration;
using Rollouts;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

/// <summary>A launch of its own name and environment, so that tests do not meet.</summary>
internal sealed class Launch(Running app, string rollout)
{
    /// <summary>Five percent until it works, then twenty until something happens.</summary>
    private const string Plan = """
        plan: slice
        title: The thin slice
        timezone: UTC
        label: LABEL
        channel: "#launch"

        roles:
          lead: { members: [lead] }

        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED:  { kill-switch: true, re-arm: gate fixed }

        ramp: { at-most: 4x }

        gates:
          fixed:
            - Root cause fixed
        resume: gate fixed

        go:
          - { item: Ready to launch, id: ready }

        phases:
          - phase: P0
            title: Internal
            lasts: 1s..
            exposure: { percent: 5, allow: [internal] }
            gate:
              - { item: It works for us, id: works }
          - phase: P1
            title: Beta
            lasts: 1d..
            exposure: { percent: 20 }

        triggers:
          - { name: errors, alert: HighErrorRate, do: back to P0 }

        way-back:
          - turn off: ENABLED
          - { notify: "#incidents", message: taken-back }
          - capture: [flags, alerts]
          - restore: exposure of target
          - { task: Find the root cause, owner: lead, within: 24h }

        messages:
          taken-back: "{launch} is taken back: {cause}"
        """;

    public string Rollout => rollout;

    /// <summary>The plan it was started with.</summary>
    public string PlanText => Plan.Replace("LABEL", Label, StringComparison.Ordinal);

    public string Label => "env-" + rollout;

    /// <summary>Starts it and waits until it is at twenty percent.</summary>
    public static async Task<Launch> UpAsync(Running app)
    {
        var launch = await InsideAsync(app);
        await launch.CommandAsync(new { command = "mark", item = "works" });
        await app.UntilAsync($"{launch.Rollout} at 20 %", async () => (await launch.DialAsync()).Percent == 20 && await launch.SwitchAsync());
        return launch;
    }

    /// <summary>Starts it and waits until it is at five percent, where somebody has to say that it works.</summary>
    public static async Task<Launch> InsideAsync(Running app)
    {
        var launch = new Launch(app, "slice-" + Guid.NewGuid().ToString("N")[..8]);
        var started = await app.PostAsync("api/rollouts", new { rollout = launch.Rollout, planText = launch.PlanText });
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        await launch.CommandAsync(new { command = "mark", item = "ready" });
        await app.UntilAsync($"{launch.Rollout} in P0", async () => (await launch.ViewAsync()).GetProperty("stage").GetString() == "Running");
        return launch;
    }

    public async Task CommandAsync(object command)
    {
        var answer = await app.PostAsync($"api/rollouts/{rollout}/commands", command);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> ViewAsync() => await app.Http.GetFromJsonAsync<JsonElement>($"api/rollouts/{rollout}");

    public async Task<ConfigurationSetting> StoredAsync(string flag) =>
        (await app.Flags.Client.GetConfigurationSettingAsync(".appconfig.featureflag/" + flag, Label)).Value;

    /// <summary>The dial as it lies in App Configuration; 0 where it is not yet.</summary>
    public async Task<(double Percent, long Seq)> DialAsync()
    {
        var found = (await app.Flags.AllAsync()).SingleOrDefault(setting => setting.Key.EndsWith("/new_path", StringComparison.Ordinal) && setting.Label == Label);
        if (found is null) return (0, 0);
        var dial = Assert.IsType<KeyDocument.Dial>(FlagContent.Read(found.Value, GovernedKey.Flag("new_path")));
        return (dial.Enabled ? dial.Audience.Percent.Value : 0, long.Parse(found.Tags["seq"], System.Globalization.CultureInfo.InvariantCulture));
    }

    public async Task<bool> SwitchAsync() => ((FeatureFlagConfigurationSetting)await StoredAsync("ENABLED")).IsEnabled;

    /// <summary>What Alertmanager sends.</summary>
    public object Delivery(string fingerprint, string status = "firing") => new
    {
        version = "4",
        alerts = new[]
        {
            new
            {
                status,
                labels = new Dictionary<string, string> { ["alertname"] = "HighErrorRate", ["severity"] = "critical", ["rollout"] = rollout },
                startsAt = TimeProvider.System.GetUtcNow(),
                fingerprint,
            },
        },
    };

    public Task<HttpResponseMessage> AlertAsync(string fingerprint, string status = "firing") => app.PostAsync("api/alerts/alertmanager", Delivery(fingerprint, status));

    /// <summary>The journal as it lies in the table, its chain verified from the first entry.</summary>
    public async Task<IReadOnlyList<Entry>> JournalAsync()
    {
        var journal = (await app.Store.ReadAsync(rollout, 0, default))!;
        var before = Entry.Genesis;
        foreach (var (entry, number) in journal.Entries.Select((entry, i) => (entry, i + 1)))
        {
            Assert.Null(EntryChain.Fault(entry, number, before));
            before = entry.Hash;
        }

        Assert.Equal(before, journal.Head.Hash);
        return journal.Entries;
    }

    /// <summary>Every effect that was decided is done.</summary>
    public Task QuietAsync() => app.UntilAsync($"{rollout} has nothing left to do", async () =>
    {
        var events = (await JournalAsync()).SelectMany(entry => entry.Events).ToList();
        var done = events.OfType<RolloutEvent.EffectDone>().Select(effect => effect.Effect).ToHashSet(StringComparer.Ordinal);
        return events.OfType<RolloutEvent.EffectPlanned>().All(planned => done.Contains(planned.Effect.Id) || planned.Effect is Effect.Write);
    });

    /// <summary>The way back has ended; what it announces may still be under way.</summary>
    public Task BackAsync(int number) => app.UntilAsync($"{rollout} way back {number} ended", async () =>
        (await JournalAsync()).Any(entry => entry.Events.Any(happened => happened is RolloutEvent.WayBackEnded ended && ended.Number == number)));
}
