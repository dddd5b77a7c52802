using System.Runtime.CompilerServices;

namespace Rollouts.Cli.Tests;

/// <summary>Files of the repository, found from where this source stands.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = RootFrom();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts)).ReplaceLineEndings("\n");

    private static string RootFrom([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RolloutFunctions.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the repository is not above its tests");
    }
}
