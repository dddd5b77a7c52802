using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Azure.Data.AppConfiguration;
using Rollouts;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

/// <summary>A launch of <see cref="SecondsPlan"/> and the people who look after it: they mark, approve and resume what is asked for.</summary>
internal sealed class SecondsLaunch : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(400);

    /// <summary>Who marks which checklist item, and its id.</summary>
    private static readonly Dictionary<string, (string Id, string Owner)> Items = new(StringComparer.Ordinal)
    {
        ["Everything is ready"] = ("ready", "ada"), ["Canaries are told"] = ("canaries", "grace"),
        ["Root cause found"] = ("root-cause-found", "ada"), ["Spike explained"] = ("spike-explained", "ada"),
    };

    private static readonly Dictionary<string, string> People = new(StringComparer.Ordinal)
    {
        ["engineering-lead"] = "ada", ["product-manager"] = "grace", ["sre-lead"] = "linus",
    };

    private readonly Running app;
    private readonly KpiServer kpis = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> episodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> asked = new(StringComparer.Ordinal);

    private SecondsLaunch(Running app, string rollout)
    {
        (this.app, Rollout) = (app, rollout);
        Sender = new(app);
        Failing(0);
    }

    public string Rollout { get; }

    public string Label => "env-" + Rollout;

    public Sender Sender { get; }

    /// <summary>Says yes to a request for a role; over HTTP if not said otherwise.</summary>
    public Func<string, string, Task>? Approves { get; init; }

    /// <param name="channel">Where it posts; nobody's if not given.</param>
    /// <param name="approves">How its people say yes: the launch, the request, and the person.</param>
    public static async Task<SecondsLaunch> StartAsync(Running app, string channel = "#engineering", Func<string, string, string, Task>? approves = null)
    {
        var rollout = "d7s-" + Guid.NewGuid().ToString("N")[..8];
        var launch = new SecondsLaunch(app, rollout) { Approves = approves is null ? null : (request, person) => approves(rollout, request, person) };
        var (status, said) = await launch.Sender.SendAsync(
            "api/rollouts", new { rollout = launch.Rollout, planText = SecondsPlan.Text(launch.Label, launch.kpis.Address, channel) }, "ada");
        // A start whose answer was lost is told that the name is taken.
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.Conflict, said);
        return launch;
    }

    public void Dispose() => kpis.Dispose();

    /// <summary>Sets how many of the uploads fail from now on, of a hundred.</summary>
    public void Failing(double percent) => (kpis["uploads"], kpis["failed"]) = (1000, percent * 10);

    /// <summary>Looks after the launch until it is where it is wanted.</summary>
    public async Task UntilAsync(string what, Func<JsonElement, bool> holds, bool resumes = true)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await Sender.ViewAsync(Rollout) is { } view)
            {
                if (holds(view)) return;
                await AttendAsync(view, resumes);
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"{Rollout}: {what} did not come true: {await Sender.ViewAsync(Rollout)}\n{app.Host.LastWords()}");
            await Task.Delay(Look);
        }
    }

    public Task UpToAsync(string phase, double percent) => UntilAsync(
        $"{phase} at {percent} %", view => Text(view, "phase") == phase && Text(view, "stage") == "Running" && view.GetProperty("percent").GetDouble() >= percent);

    public Task WatchedAsync() => UntilAsync("the watch", view => Text(view, "stage") == "Watching");

    public Task<(HttpStatusCode Status, string Said)> CommandAsync(object command, string actor = "ada") => Sender.SendAsync($"api/rollouts/{Rollout}/commands", command, actor);

    public Task<(HttpStatusCode Status, string Said)> ReportAsync(string kind) => Sender.SendAsync($"api/reports/{Rollout}", new { kind, text = "seen" }, "grace");

    public Task<(HttpStatusCode Status, string Said)> AlertAsync(string rule, string fingerprint, string status = "firing") => Sender.SendAsync("api/alerts/alertmanager", new
    {
        version = "4",
        alerts = new[]
        {
            new
            {
                status,
                labels = new Dictionary<string, string> { ["alertname"] = rule, ["severity"] = "critical", ["rollout"] = Rollout },
                startsAt = episodes.GetOrAdd(fingerprint, _ => TimeProvider.System.GetUtcNow()),
                endsAt = status == "firing" ? default : TimeProvider.System.GetUtcNow(),
                fingerprint,
            },
        },
    }, "alertmanager");

    /// <summary>The launch's flags as they lie in App Configuration, as an app's configuration has them.</summary>
    public async Task<IReadOnlyList<ConfigurationSetting>> FlagsAsync() =>
        [.. (await app.Flags.AllAsync()).Where(setting => setting.Label == Label && setting.Key.StartsWith(".appconfig.featureflag/", StringComparison.Ordinal))];

    /// <summary>The journal as another process reads it, its chain verified from the first entry.</summary>
    public async Task<Journal> JournalAsync()
    {
        var journal = (await app.Store.ReadAsync(Rollout, 0, default))!;
        var before = Entry.Genesis;
        for (var i = 0; i < journal.Entries.Length; i++)
        {
            Assert.Null(EntryChain.Fault(journal.Entries[i], i + 1, before));
            before = journal.Entries[i].Hash;
        }

        Assert.Equal(before, journal.Head.Hash);
        return journal;
    }

    public static string Text(JsonElement view, string name) => view.GetProperty(name).GetString()!;

    private async Task AttendAsync(JsonElement view, bool resumes)
    {
        foreach (var gate in view.GetProperty("gates").EnumerateArray())
        {
            foreach (var line in gate.GetProperty("standing").GetProperty("lines").EnumerateArray())
                if (Text(line, "verdict") != "Met" && Items.TryGetValue(Text(line, "key"), out var item) && IsTime(Text(gate, "key") + item.Id))
                    await CommandAsync(new { command = "mark", item = item.Id }, item.Owner);
            if (!gate.TryGetProperty("approval", out var approval) || approval.ValueKind != JsonValueKind.Object) continue;
            foreach (var role in approval.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!))
                if (!approval.GetProperty("given").TryGetProperty(role, out _) && IsTime(Text(approval, "request") + role))
                    await ApproveAsync(Text(approval, "request"), People[role]);
        }

        foreach (var hold in resumes ? view.GetProperty("holds").EnumerateArray() : [])
            if ((!hold.TryGetProperty("askedBy", out var by) || by.ValueKind == JsonValueKind.Null) && IsTime(Text(hold, "id"))) await CommandAsync(new { command = "resume", reason = "seen to" });
    }

    private Task ApproveAsync(string request, string person) => Approves is { } approves ? approves(request, person) : CommandAsync(new { command = "approve", request }, person);

    /// <summary>Nobody says the same thing twice within two seconds.</summary>
    private bool IsTime(string what)
    {
        if (asked.TryGetValue(what, out var before) && TimeProvider.System.GetElapsedTime(before) < TimeSpan.FromSeconds(2)) return false;
        asked[what] = TimeProvider.System.GetTimestamp();
        return true;
    }
}
