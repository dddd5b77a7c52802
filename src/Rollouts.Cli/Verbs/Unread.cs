namespace Rollouts.Cli.Verbs;

/// <summary>Why a file that the command line names was not read, in words for whoever typed it.</summary>
internal static class Unread
{
    public static string Because(string file, Exception problem) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"there is no file {file}",
        UnauthorizedAccessException when Directory.Exists(file) => $"{file} is a folder, not a file",
        _ => $"{file} cannot be read: {problem.Message}",
    };
}
