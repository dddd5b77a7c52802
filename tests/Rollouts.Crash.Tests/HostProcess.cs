using System.Diagnostics;
using System.Text;

namespace Rollouts.Crash.Tests;

/// <summary>An embedded host in a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly StringBuilder errors = new();

    private HostProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors) errors.AppendLine(line.Data);
        };
    }

    /// <summary>What it logged.</summary>
    public string Errors
    {
        get
        {
            lock (errors) return errors.ToString().Trim();
        }
    }

    /// <param name="slack">The file that names its Slack; null for none.</param>
    public static HostProcess Begin(string folder, string? slack = null)
    {
        var exe = Path.Combine(AppContext.BaseDirectory, "Rollouts.Crash.Host.dll");
        var start = new ProcessStartInfo("dotnet", slack is null ? ["exec", exe, folder] : ["exec", exe, folder, slack])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_gcServer"] = "0" },
        };
        var host = new HostProcess(Process.Start(start) ?? throw new InvalidOperationException("the host could not be started"));
        host.process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits until it listens.</summary>
    public async Task<Uri> AddressAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return Uri.TryCreate(line, UriKind.Absolute, out var address) ? address : throw new InvalidOperationException($"the host ended: {Errors}");
    }

    /// <summary>SIGKILL: nothing of the process runs after this.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Asks it to stop; returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
