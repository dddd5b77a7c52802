using System.Xml.Linq;

namespace Rollouts.Tests;

/// <summary>The walls of the design: dependencies point from hosts to adapters to the engine to the core, and the core knows nobody.</summary>
public class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Rollouts"] = [],
        ["Rollouts.Engine"] = ["Rollouts"],
        ["Rollouts.Simulation"] = ["Rollouts", "Rollouts.Engine"],
        ["Rollouts.Local"] = ["Rollouts", "Rollouts.Engine"],
        ["Rollouts.Telemetry"] = ["Rollouts", "Rollouts.Engine"],
        ["Rollouts.FeatureFilters"] = [],
        ["Rollouts.Azure"] = ["Rollouts", "Rollouts.Engine"],
        ["Rollouts.Slack"] = ["Rollouts", "Rollouts.Engine"],
        ["Rollouts.SlackPreview"] = [],
        ["Rollouts.Cli"] = ["Rollouts", "Rollouts.Engine", "Rollouts.Local", "Rollouts.Simulation", "Rollouts.SlackPreview", "Rollouts.Telemetry", "Ingestion", "LoadDriver"],
        ["RolloutFunctions"] = ["Rollouts", "Rollouts.Engine", "Rollouts.Azure", "Rollouts.Slack", "Rollouts.Telemetry"],
    };

    /// <summary>The Functions build makes a project of its own below <c>obj</c>, for the host.</summary>
    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

    private static string Source => Path.Combine(Repository.Root, "src");

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_picture_allows(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var references = XDocument.Load(path).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.True(MayReference.ContainsKey(name), $"{name} is not in the picture");
        Assert.All(references, reference => Assert.Contains(reference, MayReference[name]));
    }

    [Fact]
    public void The_core_uses_no_package_and_no_framework_but_the_base()
    {
        var project = XDocument.Load(Path.Combine(Source, "Rollouts", "Rollouts.csproj"));
        Assert.Empty(project.Descendants("PackageReference"));
        Assert.Empty(project.Descendants("FrameworkReference"));
    }

    [Theory]
    [InlineData("async ")]
    [InlineData("System.IO;")]
    [InlineData("System.Net")]
    [InlineData("File.")]
    [InlineData("TimeProvider")]
    [InlineData("Random")]
    [InlineData("Guid.New")]
    public void The_core_does_no_io_and_has_no_clock(string forbidden)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Source, "Rollouts"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain(forbidden, File.ReadAllText(file), StringComparison.Ordinal));
    }
}

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RolloutFunctions.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
