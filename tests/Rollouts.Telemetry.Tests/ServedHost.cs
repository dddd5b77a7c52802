using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Rollouts.Telemetry.Tests;

/// <summary><c>rollout serve</c> as a process of its own, with variables as an operator sets them.</summary>
internal sealed class ServedHost : IDisposable
{
    private const string Says = "listening on ";

    private readonly Process process;
    private readonly DirectoryInfo folder;
    private readonly StringBuilder errors = new();

    private ServedHost(Process process, DirectoryInfo folder)
    {
        (this.process, this.folder) = (process, folder);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors) errors.AppendLine(line.Data);
        };
    }

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public string Errors
    {
        get
        {
            lock (errors) return errors.ToString();
        }
    }

    public static ServedHost Begin(IEnumerable<(string Name, string Value)> variables, object? slack = null)
    {
        var home = Directory.CreateTempSubdirectory("rollout-telemetry-");
        string[] more = [];
        if (slack is not null)
        {
            var file = Path.Combine(home.FullName, "slack.json");
            File.WriteAllText(file, JsonSerializer.Serialize(slack));
            more = ["--slack", file];
        }

        var start = new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "rollout.dll"), "serve", "--data", Path.Combine(home.FullName, "data"), "--url", "http://127.0.0.1:0", .. more])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        var host = new ServedHost(Process.Start(start)!, home);
        host.process.BeginErrorReadLine();
        return host;
    }

    public async Task ListensAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? "";
        Assert.True(line.StartsWith(Says, StringComparison.Ordinal), line + Errors);
        Client.BaseAddress = new(line[Says.Length..]);
    }

    public async Task<int> EndsAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    public async Task SendAsync(string path, object body, string? actor = null, string? trace = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (actor is not null) request.Headers.Add("X-Rollout-Actor", actor);
        if (trace is not null) request.Headers.Add("traceparent", trace);
        using var answer = await Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()} {Errors}");
    }

    public async Task<Entry[]> JournalAsync(string rollout) =>
        [.. JsonSerializer.Deserialize<Entry[]>(await Client.GetStringAsync($"api/rollouts/{rollout}/journal"), EntryChain.Json)!];

    public static async Task UntilAsync(Func<Task<bool>> holds, Func<string> otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(90), otherwise());
            await Task.Delay(100);
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
        folder.Delete(true);
    }
}
