using Rollouts.Cli.Verbs;
using Rollouts.Local;

namespace Rollouts.Cli.Tests.Documentation;

public sealed class EmbeddedHostPageTests
{
    [Fact]
    public async Task The_first_launch_is_a_sound_plan()
    {
        const string Fence = "```yaml plan\n";
        var page = RepositoryFiles.Read("docs", "embedded-host.md");
        var text = page[(page.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length)..];
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text[..text.IndexOf("```", StringComparison.Ordinal)]);
            Assert.EndsWith("fine, plan first-launch, 2 phases\n", (await Ran.Of("check", file)).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_file_of_operators_on_the_page_is_one()
    {
        const string Fence = "```json operators.json\n";
        var folder = Directory.CreateTempSubdirectory("rollout-operators-page-");
        try
        {
            var secret = Path.Combine(folder.FullName, "linus-token");
            await File.WriteAllTextAsync(secret, "linus-token-that-nobody-guesses");
            Environment.SetEnvironmentVariable("ADAS_TOKEN", "adas-token-that-nobody-guesses");
            var page = RepositoryFiles.Read("docs", "embedded-host.md");
            var text = page[(page.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length)..];
            var file = Path.Combine(folder.FullName, "operators.json");
            await File.WriteAllTextAsync(file, text[..text.IndexOf("```", StringComparison.Ordinal)].Replace("/run/secrets/linus-token", secret.Replace('\\', '/'), StringComparison.Ordinal));
            var operators = await SettingsFile.ReadAsync<OperatorSettings>(file, settings => settings.Problems(), CancellationToken.None);
            Assert.Equal(["ada", "linus"], operators.Keys.Order(StringComparer.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ADAS_TOKEN", null);
            folder.Delete(recursive: true);
        }
    }
}
