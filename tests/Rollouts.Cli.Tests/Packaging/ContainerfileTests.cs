using System.Text.Json;

namespace Rollouts.Cli.Tests.Packaging;

/// <summary>The container file names what exists, and runs the host as nobody in particular.</summary>
public sealed class ContainerfileTests
{
    private static readonly (string Word, string Said)[] Steps =
    [
        .. RepositoryFiles.Read("Containerfile").Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])),
    ];

    private static readonly string[] Sources =
        [.. Steps.Where(step => step.Word == "COPY" && !step.Said.StartsWith("--from", StringComparison.Ordinal)).SelectMany(step => step.Said.Split(' ').SkipLast(1))];

    public static TheoryData<string> Copied => [.. Sources];

    [Theory]
    [MemberData(nameof(Copied))]
    public void What_is_copied_exists_and_is_let_in(string source)
    {
        var path = RepositoryFiles.PathOf(source);
        Assert.True(source.EndsWith('/') ? Directory.Exists(path) : File.Exists(path), $"there is no {source}");
        Assert.Contains("!" + source.TrimEnd('/'), RepositoryFiles.Read(".dockerignore").Split('\n'));
    }

    [Fact]
    public void Nothing_is_let_in_that_is_not_copied() =>
        Assert.Equal(
            Sources.Select(source => source.TrimEnd('/')).Order(StringComparer.Ordinal),
            RepositoryFiles.Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_project_and_file_that_the_command_line_is_made_of_is_copied()
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        Collect(RepositoryFiles.PathOf("src", "Rollouts.Cli", "Rollouts.Cli.csproj"), needed);
        Assert.All(needed, file => Assert.True(Sources.Any(source => source.EndsWith('/') ? file.StartsWith(source, StringComparison.Ordinal) : file == source), $"{file} is not copied"));
    }

    /// <summary>The project, those it references, and the files from elsewhere that they name.</summary>
    private static void Collect(string project, HashSet<string> needed)
    {
        if (!needed.Add(Path.GetRelativePath(RepositoryFiles.Root, project).Replace('\\', '/'))) return;
        foreach (var item in System.Xml.Linq.XDocument.Load(project).Descendants())
        {
            if (item.Attribute("Include")?.Value is not { } include || !include.StartsWith("../", StringComparison.Ordinal)) continue;
            var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, include));
            if (item.Name.LocalName == "ProjectReference") Collect(path, needed);
            else needed.Add(Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/'));
        }
    }

    [Fact]
    public void It_runs_as_a_user_without_rights_and_keeps_its_data_in_a_volume_of_that_user()
    {
        var last = Steps[Array.FindLastIndex(Steps, step => step.Word == "FROM")..];
        var user = Assert.Single(last, step => step.Word == "USER").Said;
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", user);
        var volume = Assert.Single(last, step => step.Word == "VOLUME").Said;
        Assert.Contains(last, step => step.Word == "COPY" && step.Said.Contains($"--chown={user} ", StringComparison.Ordinal) && step.Said.EndsWith(" " + volume, StringComparison.Ordinal));
        Assert.Contains(volume, Arguments(last, "CMD"));
    }

    [Fact]
    public void It_runs_command_lines_that_there_are()
    {
        Assert.Equal(["rollout"], Arguments(Steps, "ENTRYPOINT"));
        Assert.Empty(Cli.Faults(Arguments(Steps, "CMD")));
        var health = Arguments(Steps, "HEALTHCHECK");
        Assert.Equal("rollout", health[0]);
        Assert.Empty(Cli.Faults(health[1..]));
    }

    /// <summary>The exec form, as there is no shell.</summary>
    private static string[] Arguments((string Word, string Said)[] steps, string word)
    {
        var rest = Assert.Single(steps, step => step.Word == word).Said;
        return JsonSerializer.Deserialize<string[]>(rest[rest.IndexOf('[', StringComparison.Ordinal)..])!;
    }
}
