using System.Collections.Concurrent;
using System.Diagnostics;

namespace Outer.Servers;

/// <summary>A server run by a command of the machine, ended with everything it started when disposed.</summary>
public sealed class ToolProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private ToolProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>What it printed so far.</summary>
    public IReadOnlyList<string> Output => [.. output];

    public int Id => process.Id;

    /// <summary>Starts the command of an environment variable, or a command by its name on the path.</summary>
    /// <param name="variable">Holds a command line of the shell; the arguments are put behind it.</param>
    /// <param name="command">Used where the variable is not set; null for none.</param>
    /// <exception cref="ToolMissingException">Neither is there.</exception>
    public static ToolProcess Start(string variable, string? command, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? settings = null, string? folder = null)
    {
        var line = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrWhiteSpace(line)) line = command is not null && IsOnPath(command) ? command : throw Missing(variable, command);
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec {line} \"$@\"", line, .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var tool = new ToolProcess(Process.Start(start)!);
        tool.process.BeginOutputReadLine();
        tool.process.BeginErrorReadLine();
        return tool;
    }

    /// <summary>Asks until the answer is not null.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not answer in time; the message has its last words.</exception>
    public async Task<T> ReadyAsync<T>(TimeSpan within, Func<Task<T?>> ask)
        where T : class
    {
        var began = Stopwatch.StartNew();
        while (began.Elapsed < within)
        {
            if (await ask() is { } answer) return answer;
            if (process.HasExited) throw new InvalidOperationException($"it ended with {process.ExitCode}: {LastWords()}");
            await Task.Delay(100);
        }

        throw new InvalidOperationException($"it was not ready within {within.TotalSeconds:0} s: {LastWords()}");
    }

    /// <summary>Ends it without a chance to clean up, as a crash of the machine would; with what it started.</summary>
    public void Kill() => process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public string LastWords() => string.Join(Environment.NewLine, output.TakeLast(40));

    private void Keep(string? line)
    {
        if (line is not null) output.Enqueue(line);
    }

    private static bool IsOnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, command)));

    private static ToolMissingException Missing(string variable, string? command) => new(
        command is null ? $"{variable} names no command" : $"there is no {command} on the path, and {variable} names no other command");
}
