using System.Diagnostics;
using System.Text;

namespace Rollouts.Cli.Tests.Channels;

/// <summary><c>rollout serve</c> as a process of its own, which trusts the root it is given: on Linux .NET reads the trusted roots from where OpenSSL does, once for a process.</summary>
internal sealed class ServedWithRoot : IDisposable
{
    private const string Says = "listening on ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly StringBuilder errors = new();

    private ServedWithRoot(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors) errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    public string Url { get; private set; } = "";

    /// <param name="folder">Holds the data of the host and its root.</param>
    public static async Task<ServedWithRoot> StartAsync(string folder, string channels, string root)
    {
        var (settings, trusted) = (Path.Combine(folder, "channels.json"), Path.Combine(folder, "root.pem"));
        await File.WriteAllTextAsync(settings, channels);
        await File.WriteAllTextAsync(trusted, root);
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Cli).Assembly.Location, "serve", "--data", Path.Combine(folder, "data"), "--url", "http://127.0.0.1:0", "--channels", settings])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        (start.Environment["SSL_CERT_FILE"], start.Environment["SSL_CERT_DIR"]) = (trusted, Directory.CreateDirectory(Path.Combine(folder, "no-more-roots")).FullName);
        var served = new ServedWithRoot(Process.Start(start)!);
        var line = await served.process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? "";
        Assert.True(line.StartsWith(Says, StringComparison.Ordinal), line + served.Errors);
        served.Url = line[Says.Length..];
        return served;
    }

    public async Task<string> UntilAsync(Func<Task<string>> look, Func<string, bool> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (holds(seen)) return seen;
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"it did not come to pass:\n{seen}\n{Errors}");
            await Task.Delay(100);
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private string Errors
    {
        get
        {
            lock (errors) return errors.ToString();
        }
    }
}
