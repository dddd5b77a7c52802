using System.Diagnostics;

namespace Ingestion.Tests;

public sealed class ProgramTests
{
    [Fact]
    public async Task The_program_says_where_it_listens_and_stops_with_its_parent()
    {
        using var flags = new FlagsOnDisk();
        using var process = Start("--flags", flags.Path, "--until-stdin-closes");
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.StartsWith("listening on http://127.0.0.1:", line, StringComparison.Ordinal);
        using var client = new HttpClient();
        Assert.Equal("ok", await client.GetStringAsync(line!["listening on ".Length..] + "/healthz"));
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("--flag x", "unknown argument '--flag'")]
    [InlineData("--port", "--port needs a value")]
    [InlineData("--port 70000", "--port '70000' is not a port, expected 0 to 65535")]
    public async Task A_wrong_argument_is_explained_and_nothing_starts(string line, string explanation)
    {
        using var process = Start(line.Split(' '));
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith(explanation + "\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_explained()
    {
        await using var service = await RunningService.StartAsync();
        using var process = Start("--port", $"{service.Client.BaseAddress!.Port}");
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith($"cannot listen on port {service.Client.BaseAddress.Port}: ", errors, StringComparison.Ordinal);
    }

    private static Process Start(params string[] args) => Process.Start(
        new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Ingestion.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
