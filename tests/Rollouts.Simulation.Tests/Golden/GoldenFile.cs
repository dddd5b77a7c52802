namespace Rollouts.Simulation.Tests.Golden;

/// <summary>Files that say how things were written when the formats became stable. A change of one is a change for everybody who kept a journal.</summary>
internal static class GoldenFile
{
    private const string Variable = "WRITE_GOLDEN";

    private static bool Writes => Environment.GetEnvironmentVariable(Variable) == "1";

    public static string PathOf(params string[] parts) => RepositoryFiles.Path(["tests", "Rollouts.Simulation.Tests", "Golden", .. parts]);

    /// <summary>Holds a text against its file.</summary>
    public static void Holds(string actual, params string[] parts)
    {
        var path = PathOf(parts);
        if (Writes) Write(path, actual);
        Assert.True(File.Exists(path), $"{Path.GetFileName(path)} is missing: {HowTo}");
        var expected = File.ReadAllText(path);
        if (expected == actual) return;
        var (line, was, now) = expected.Split('\n').Zip(actual.Split('\n')).Index().Where(each => each.Item.First != each.Item.Second)
            .Select(each => (each.Index + 1, each.Item.First, each.Item.Second)).FirstOrDefault((0, "shorter", "longer, or the other way round"));
        Assert.Fail($"{Path.GetFileName(path)} line {line} was\n{was}\nand is now\n{now}\nA changed format must still read what was written before. If it does: {HowTo}");
    }

    /// <summary>The content of a file that is written once and then never again: what was kept then must be read for ever.</summary>
    public static string Kept(Func<string> first, params string[] parts)
    {
        var path = PathOf(parts);
        if (Writes && !File.Exists(path)) Write(path, first());
        Assert.True(File.Exists(path), $"{Path.GetFileName(path)} is missing: {HowTo}");
        return File.ReadAllText(path);
    }

    private static string HowTo => $"{Variable}=1 dotnet test tests/Rollouts.Simulation.Tests --filter Golden writes the files anew; look at what changed before you keep it";

    private static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
