using System.Diagnostics;

namespace Rollouts.Cli.Tests.Packaging;

/// <summary>The demo's service is this program again, so that the demo needs no second file.</summary>
public sealed class DemoServiceTests
{
    [Fact]
    public async Task The_program_is_the_demos_service_too_and_ends_with_its_parent()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { "exec", typeof(Cli).Assembly.Location, "demo-service", "--port", "0", "--until-stdin-closes" }) start.ArgumentList.Add(argument);
        using var service = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.StartsWith("listening on http://127.0.0.1:", await service.StandardOutput.ReadLineAsync(patience.Token), StringComparison.Ordinal);
        service.StandardInput.Close();
        await service.WaitForExitAsync(patience.Token);
        Assert.Equal(0, service.ExitCode);
    }

    [Fact]
    public async Task The_service_is_not_among_the_verbs() => Assert.DoesNotContain("demo-service", (await Ran.Of("--help")).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
}
