namespace Rollouts.Cli.Tests.Documentation;

/// <summary>Commands that run something of the repository.</summary>
internal static class RunnableCommand
{
    private static readonly string[] Folders = ["src/", "tests/", "build/", "samples/", "infra/", "plans/", "docs/", ".github/", "./.github/"];

    /// <summary>The script that is called, and the projects and files of the repository among the words, exist.</summary>
    public static void Exists(string[] command)
    {
        foreach (var word in command.Where(word => Folders.Any(folder => word.StartsWith(folder, StringComparison.Ordinal)) && !word.Contains('*', StringComparison.Ordinal)))
        {
            // An assembly's members are no files: made by a build, or written by the command.
            if (word.Contains("/bin/", StringComparison.Ordinal) || word.EndsWith("local.settings.json", StringComparison.Ordinal)) continue;
            Assert.True(Path.Exists(RepositoryFiles.PathOf(word)), $"{string.Join(' ', command)}: there is no {word}");
        }
    }
}
