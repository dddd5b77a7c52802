using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>Scenario files on disk, beside the plans they are about.</summary>
public static class ScenarioFiles
{
    public const string Extension = ".scenarios.yaml";

    /// <summary>The scenario files of a file or folder, in order; a folder is looked through to its depths.</summary>
    /// <exception cref="FileNotFoundException">There is neither.</exception>
    public static IReadOnlyList<string> Find(string path) =>
        Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*" + Extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : File.Exists(path) ? [path]
        : throw new FileNotFoundException($"there is no file or folder '{path}'", path);

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ScenarioReading Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        return ScenarioReader.Read(File.ReadAllText(path), path, name =>
        {
            var plan = Path.Combine(folder, name);
            return File.Exists(plan) ? PlanReader.Read(File.ReadAllBytes(plan), plan) : null;
        });
    }
}
