using System.Net.Http.Headers;

namespace Outer.Servers;

/// <summary>The Azure Functions host, running a built app on a port of its own.</summary>
/// <remarks>
/// Command: <c>FUNCTIONS_HOST</c>, given the app's folder and a port, with the key that it is to ask for in <c>HOST_KEY</c>; else <c>func</c>,
/// the Core Tools, on the path, which ask for no key.
/// </remarks>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly ToolProcess process;
    private readonly TemporaryFolder folder;

    private FunctionsHost(ToolProcess process, TemporaryFolder folder, Uri address, string key)
    {
        this.process = process;
        this.folder = folder;
        Address = address;
        Http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
        Http.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    public Uri Address { get; }

    /// <summary>Sends the key with every request.</summary>
    public HttpClient Http { get; }

    /// <summary>What host and app logged.</summary>
    public IReadOnlyList<string> Output => process.Output;

    /// <summary>False for the Core Tools.</summary>
    public static bool AsksForKeys => Environment.GetEnvironmentVariable("FUNCTIONS_HOST") is { Length: > 0 };

    /// <param name="app">The folder that the app was built into.</param>
    /// <param name="route">Answers when the app is ready.</param>
    /// <exception cref="ToolMissingException">There is no host on this machine.</exception>
    /// <exception cref="InvalidOperationException">It did not become ready; the message has its last words.</exception>
    public static async Task<FunctionsHost> StartAsync(string app, string route, IReadOnlyDictionary<string, string> settings)
    {
        var host = Launch(app, settings);
        try
        {
            await host.UntilAsync(async () => (await host.Http.GetAsync(route)).IsSuccessStatusCode);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and does not wait for anything.</summary>
    /// <exception cref="ToolMissingException">There is no host on this machine.</exception>
    public static FunctionsHost Launch(string app, IReadOnlyDictionary<string, string> settings)
    {
        var port = FreePorts.Take(1)[0];
        var data = new TemporaryFolder();
        var key = Guid.NewGuid().ToString("N");
        var all = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["HOST_KEY"] = key, ["HOST_STATE"] = data.Path, ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            // Every request to Storage is a line of its own otherwise.
            ["Logging__LogLevel__Azure"] = "Warning",
        };
        var tool = AsksForKeys
            ? ToolProcess.Start("FUNCTIONS_HOST", null, [app, $"{port}"], all)
            : ToolProcess.Start("FUNCTIONS_HOST", "func", ["start", "--no-build", "--port", $"{port}"], all, app);
        return new(tool, data, new($"http://127.0.0.1:{port}"), key);
    }

    /// <exception cref="InvalidOperationException">It never held; the message has its last words.</exception>
    public Task UntilAsync(Func<Task<bool>> holds) =>
        process.ReadyAsync(TimeSpan.FromSeconds(120), () => Answers.WhereItDoesAsync(async () => await holds() ? this : null!));

    /// <summary>A client that proves nothing.</summary>
    public HttpClient WithoutKey() => new() { BaseAddress = Address, DefaultRequestHeaders = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } } };

    public string LastWords() => process.LastWords();

    /// <summary>Ends host and app at once.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }
}
