using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Ingestion.Counts;

namespace Rollouts.Cli.Demo;

/// <summary>The sample service as a process of its own: the real thing that the launch turns up and down.</summary>
internal sealed class DemoService : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http;

    private DemoService(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    public Uri Address { get; }

    /// <exception cref="InvalidOperationException">It did not say within ten seconds where it listens.</exception>
    public static async Task<DemoService> StartAsync(string flags, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in new[] { "exec", typeof(PathsPage).Assembly.Location, "--flags", flags, "--port", "0", "--until-stdin-closes" })
            start.ArgumentList.Add(argument);
        var started = Process.Start(start) ?? throw new InvalidOperationException("the sample service did not start");
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(TimeSpan.FromSeconds(10));
        while (await started.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            const string Says = "listening on ";
            if (line.IndexOf(Says, StringComparison.Ordinal) is >= 0 and var at) return new(started, new Uri(line[(at + Says.Length)..].Trim()));
        }

        throw new InvalidOperationException("the sample service ended before it listened");
    }

    /// <summary>From now on the new path fails and is slow.</summary>
    public async Task BreakAsync(CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync("/admin/fault", new { path = "new", errorRate = 0.4, latencyMs = 50 }, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async Task MendAsync(CancellationToken cancellation)
    {
        using var answer = await http.DeleteAsync(new Uri("/admin/fault", UriKind.Relative), cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<PathsPage> PathsAsync(CancellationToken cancellation) =>
        await http.GetFromJsonAsync<PathsPage>("/paths", JsonSerializerOptions.Web, cancellation) ?? throw new InvalidOperationException("the service has no counts");

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        process.StandardInput.Close();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address} (process {process.Id})");
}
