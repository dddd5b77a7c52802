using Microsoft.AspNetCore.Builder;
using Rollouts.Local;

namespace Rollouts.Cli.Tests;

/// <summary>An embedded host on a free loopback port over a folder of its own, driven through the command line.</summary>
internal sealed class RunningHost
{
    private WebApplication? app;

    public string Folder { get; } = Directory.CreateTempSubdirectory("rollout-cli-").FullName;

    public string Url => app!.Urls.First();

    public string PlanPath => Path.Combine(Folder, "tiny.yaml");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(PlanPath, TinyPlan.Text);
        await ServeAsync();
    }

    /// <summary>Another process over the same folder: all it knows it reads from there.</summary>
    public async Task RestartAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        await ServeAsync();
    }

    private async Task ServeAsync()
    {
        app = LocalWeb.Create(LocalOptions.In(Path.Combine(Folder, "data")) with { Url = "http://127.0.0.1:0" });
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs a command line as a person.</summary>
    public Task<Ran> As(string person, params string[] args) => Ran.Of([.. args, "--url", Url, "--as", person]);

    public Task<Ran> Ann(params string[] args) => As("ann", args);

    public Task<Ran> Bob(params string[] args) => As("bob", args);

    /// <summary>Starts the tiny plan and waits until it asks for the runbook.</summary>
    public async Task StartAsync(string name) => (await Ann("start", PlanPath, "--name", name, "--wait", "--timeout", "20s")).Ended(ExitCode.WaitsForPerson);

    /// <summary>Passes the go gate and waits until P0 asks for its approval.</summary>
    public async Task StartAndGoAsync(string name)
    {
        await StartAsync(name);
        (await Ann("mark", name, "Runbook read", "--evidence", PlanPath)).Ended(ExitCode.Fine);
        await UntilAsync(name, status => status.Contains("approval of P0", StringComparison.Ordinal));
    }

    public async Task<string> UntilAsync(string name, Func<string, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var status = (await Ann("get", name)).Ended(ExitCode.Fine).Out;
            if (holds(status)) return status;
            Assert.False(patience.IsCancellationRequested, "it did not come to pass:\n" + status);
            await Task.Delay(100);
        }
    }
}
