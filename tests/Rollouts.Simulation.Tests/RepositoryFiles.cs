using System.Runtime.CompilerServices;

namespace Rollouts.Simulation.Tests;

/// <summary>Files of the repository, found from where this source stands.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = RootFrom();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string RootFrom([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(System.IO.Path.GetDirectoryName(here)!);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "RolloutFunctions.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the repository is not above its tests");
    }
}
