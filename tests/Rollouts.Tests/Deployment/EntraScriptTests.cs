using System.Diagnostics;
using System.Text.Json;

namespace Rollouts.Tests.Deployment;

/// <summary>The scripts that make what templates cannot make, run against commands of the same names that remember what they were told.</summary>
public sealed class EntraScriptTests : IDisposable
{
    private const string Az = """
        #!/usr/bin/env bash
        cd "$(dirname "$0")"
        for said in "$@"; do case "$said" in '{'*|'['*']') echo "$said" >> json ;; esac; done
        case "$*" in
          "ad app list"*) [ ! -f app ] || echo app-1 ;;
          "ad app create"*) touch app; echo "$*" >> changes; echo app-1 ;;
          "ad app show"*) echo object-1 ;;
          "ad sp show --id app-1"*) [ -f sp ] && echo sp-1 ;;
          "ad sp create"*) touch sp; echo "$*" >> changes; echo sp-1 ;;
          "ad sp show"*) echo known-1 ;;
          "ad signed-in-user show"*) echo person-1 ;;
          "rest --method get"*) [ ! -f given ] || echo given-1 ;;
          "rest --method post"*) touch given; echo "$*" >> changes ;;
          "rest --method patch"*) echo "$*" >> changes ;;
        esac
        """;

    private const string Azd = """
        #!/usr/bin/env bash
        cd "$(dirname "$0")"
        [ "$2" = get-value ] && { echo prod; exit 0; }
        echo "$3=$4" >> told
        """;

    private readonly DirectoryInfo tools = Directory.CreateTempSubdirectory("entra");

    public EntraScriptTests()
    {
        Tool("az", Az);
        Tool("azd", Azd);
    }

    public void Dispose() => tools.Delete(recursive: true);

    [Theory]
    [InlineData("secure-webhook.sh", 3, "WEBHOOK_APPLICATION_OBJECT_ID=object-1 WEBHOOK_APPLICATION_ID_URI=api://app-1")]
    [InlineData("operators.sh", 5, "OPERATOR_APPLICATION_ID_URI=api://app-1")]
    public async Task A_script_makes_what_is_missing_tells_azd_and_changes_nothing_when_it_is_run_again(string script, int changes, string told)
    {
        await RunAsync(script);
        Assert.Equal(changes, Lines("changes").Length);
        Assert.Equal(told, string.Join(' ', Lines("told")));
        Assert.All(Lines("json"), json => JsonDocument.Parse(json).Dispose());

        await RunAsync(script);
        Assert.Equal(changes, Lines("changes").Length);
    }

    [Fact]
    public void What_the_scripts_tell_azd_is_what_the_templates_are_told()
    {
        var parameters = File.ReadAllText(Path.Combine(Repository.Root, "infra", "main.parameters.json"));
        Assert.All(["WEBHOOK_APPLICATION_OBJECT_ID", "WEBHOOK_APPLICATION_ID_URI", "OPERATOR_APPLICATION_ID_URI"], name => Assert.Contains($"${{{name}=", parameters, StringComparison.Ordinal));
    }

    private async Task RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "infra", "scripts", script)]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{tools.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
    }

    private string[] Lines(string file) => File.ReadAllLines(Path.Combine(tools.FullName, file));

    private void Tool(string name, string text)
    {
        var path = Path.Combine(tools.FullName, name);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
