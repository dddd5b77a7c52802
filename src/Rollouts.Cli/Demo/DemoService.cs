using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Ingestion;
using Ingestion.Counts;

namespace Rollouts.Cli.Demo;

/// <summary>The sample service as a process of its own: the real thing that the launch turns up and down.</summary>
/// <remarks>It is this very program again, called by a name that the help does not list: so the demo needs no other file, whether the program is one file, a tool or a build.</remarks>
internal sealed class DemoService : IAsyncDisposable
{
    private const string Name = "demo-service";

    private readonly Process process;
    private readonly HttpClient http;

    private DemoService(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    public Uri Address { get; }

    /// <summary>The service's side: what the sample service as a program of its own does with the same arguments.</summary>
    public static Command Command()
    {
        var arguments = new Argument<string[]>("ARGUMENTS") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(Name, "The demo's service") { arguments };
        command.Hidden = true;
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => IngestionService.RunAsync([.. parsed.GetValue(arguments) ?? [], .. parsed.UnmatchedTokens]));
        return command;
    }

    /// <exception cref="InvalidOperationException">It did not say within ten seconds where it listens.</exception>
    public static async Task<DemoService> StartAsync(string flags, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        string[] self = ThisProgram();
        start.FileName = self[0];
        foreach (var argument in self.Skip(1).Concat([Name, "--flags", flags, "--port", "0", "--until-stdin-closes"])) start.ArgumentList.Add(argument);
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

    /// <summary>Its own executable; where there is none, because a host such as <c>dotnet</c> runs the assembly, that host and the assembly.</summary>
    private static string[] ThisProgram()
    {
        var program = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(program) == "rollout" ? [program] : ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "rollout.dll")];
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address} (process {process.Id})");
}
