using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Azure.Data.Tables;
using Outer.Servers;
using Rollouts.Azure;
using Rollouts.Engine;

[assembly: TestFramework("Outer.Servers.SkippingFramework", "Outer.Servers")]

// One app at a time: they share the machine, and one of the tests measures.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace RolloutFunctions.Tests;

/// <summary>The app as it was built, on the real Functions host, with the emulators of Storage and App Configuration. Started when it is first needed.</summary>
public sealed class TheApp : IAsyncLifetime
{
    public const string Name = "the app";

    private readonly Lazy<Task<Running>> running = new(StartAsync);

    /// <exception cref="ToolMissingException">A server is not on this machine.</exception>
    internal Task<Running> RunningAsync() => running.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (running is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await running.Value).DisposeAsync();
    }

    /// <summary>Emulators and app of their own, for a test that ends one of them.</summary>
    internal static Task<Running> StartAsync() => StartAsync(Azurite.StartAsync);

    /// <param name="startStorage">The storage emulator as the test wants it.</param>
    /// <param name="settings">Set over the usual ones.</param>
    internal static Task<Running> StartAsync(Func<Task<Azurite>> startStorage, params (string Name, string Value)[] settings) => StartAsync(Folder, startStorage, settings);

    /// <param name="folder">Where the app was built to.</param>
    internal static async Task<Running> StartAsync(string folder, Func<Task<Azurite>> startStorage, params (string Name, string Value)[] settings)
    {
        var azurite = await startStorage();
        try
        {
            var flags = await AppConfigurationEmulator.StartAsync();
            try
            {
                var all = Running.Settings(azurite, flags);
                foreach (var (name, value) in settings) all[name] = value;
                return new(azurite, flags, await FunctionsHost.StartAsync(folder, Running.Ready, all), all);
            }
            catch
            {
                await flags.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the app was built to; <c>MEASURE_APP</c> names another build, to be measured beside this one.</summary>
    internal static string Folder { get; } = Environment.GetEnvironmentVariable("MEASURE_APP") is { Length: > 0 } other
        ? other
        : typeof(TheApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "App").Value!;
}

[CollectionDefinition(TheApp.Name)]
public sealed class TheAppCollection : ICollectionFixture<TheApp>;

internal sealed class Running(Azurite azurite, AppConfigurationEmulator flags, FunctionsHost host, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    public const string Ready = "api/rollouts";

    /// <summary>Longer than a queue's message stays hidden after its reader was killed.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(150);

    private FunctionsHost host = host;

    public AppConfigurationEmulator Flags => flags;

    public Azurite Storage => azurite;

    public FunctionsHost Host => host;

    public HttpClient Http => host.Http;

    public TableClient Table => azurite.Tables().GetTableClient("rollouts");

    /// <summary>The journal as another process sees it.</summary>
    public IRolloutStore Store => new TableRolloutStore(Table, TimeProvider.System);

    public async Task<HttpResponseMessage> PostAsync(string route, object body, string actor = "lead")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Rollout-Actor", actor);
        return await Http.SendAsync(request);
    }

    /// <summary>A driver's status as the host tells it: its runtime status and what it says of itself.</summary>
    public async Task<(string Status, string Words)?> DriverAsync(string instance)
    {
        var answer = await Http.GetAsync($"runtime/webhooks/durabletask/instances/{instance}?code={Http.DefaultRequestHeaders.GetValues("x-functions-key").Single()}");
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (json.GetProperty("runtimeStatus").GetString()!, json.GetProperty("customStatus").ToString());
    }

    /// <summary>Ends a driver, as an operator can with the Durable tools.</summary>
    public async Task EndDriverAsync(string instance)
    {
        var answer = await Http.PostAsync($"runtime/webhooks/durabletask/instances/{instance}/terminate?reason=test&code={Http.DefaultRequestHeaders.GetValues("x-functions-key").Single()}", null);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    /// <summary>Asks again until it holds.</summary>
    /// <exception cref="InvalidOperationException">It never did; the message has what the host logged last.</exception>
    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new InvalidOperationException($"{what} did not come true within {Patience.TotalSeconds} s:\n{host.LastWords()}");
            // Asked ever less often: many who wait at once must not be what the app is busy with.
            await Task.Delay(TimeSpan.FromMilliseconds(100) + TimeProvider.System.GetElapsedTime(began) / 20);
        }
    }

    /// <summary>Ends the app as a crash would, and starts it again over the same storage.</summary>
    public async Task CrashAndRestartAsync()
    {
        await host.DisposeAsync();
        host = await FunctionsHost.StartAsync(TheApp.Folder, Ready, settings);
    }

    public static Dictionary<string, string> Settings(Azurite azurite, AppConfigurationEmulator flags) => new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = azurite.Connection,
        ["AppConfiguration__ConnectionString"] = flags.Connection,
        ["TASKHUB_NAME"] = "rollouts",
        ["AzureFunctionsWebHost__hostid"] = "rollouts",
        // The servers of KPIs that tests make.
        ["Outbound__AllowedHosts"] = "127.0.0.1:*",
        ["GatherKpisSchedule"] = "*/1 * * * * *",
        ["ReviewGatesSchedule"] = "*/2 * * * * *",
    };

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await flags.DisposeAsync();
        await azurite.DisposeAsync();
    }
}
