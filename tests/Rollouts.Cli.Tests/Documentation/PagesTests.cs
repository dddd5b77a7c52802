namespace Rollouts.Cli.Tests.Documentation;

/// <summary>The pages name commands, options, files and sections that there are.</summary>
public sealed class PagesTests
{
    public static TheoryData<string> Every => [.. Pages.All];

    [Theory]
    [MemberData(nameof(Every))]
    public void What_a_page_says_to_type_is_a_command_line_that_can_be_read(string page) =>
        Assert.All(ShellText.Calls(Pages.Typed(page)), call => Assert.True(Cli.Faults(call) is [], $"rollout {string.Join(' ', call)}: {string.Join(' ', Cli.Faults(call))}"));

    /// <summary>A sentence may name a verb without what it needs; it may not name what there is not.</summary>
    [Theory]
    [MemberData(nameof(Every))]
    public void Verbs_and_options_that_sentences_name_exist(string page) => Assert.All(Pages.Named(page), code =>
    {
        foreach (var call in ShellText.Calls(code).Select(words => words.Where(word => word is not "…" and not "...").ToArray()))
            Assert.DoesNotContain(Cli.Faults(call), fault => fault.StartsWith("Unrecognized", StringComparison.Ordinal));
    });

    [Theory]
    [MemberData(nameof(Every))]
    public void Links_lead_to_files_and_sections_that_exist(string page) => Assert.All(Pages.Links(page), link =>
    {
        var (file, anchor) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, "");
        var target = file.Length == 0 ? page : Path.GetRelativePath(RepositoryFiles.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(RepositoryFiles.PathOf(page))!, file))).Replace('\\', '/');
        Assert.True(Path.Exists(RepositoryFiles.PathOf(target)), $"{page}: there is no {file}");
        if (anchor.Length > 0) Assert.Contains(anchor, Pages.Anchors(target));
    });

    [Theory]
    [MemberData(nameof(Every))]
    public void Scripts_and_projects_that_a_page_says_to_run_exist(string page) => Assert.All(ShellText.Commands(Pages.Typed(page)), RunnableCommand.Exists);

    [Theory]
    [MemberData(nameof(Every))]
    public void Scripts_that_sentences_name_exist(string page) =>
        Assert.All(Pages.Code(page).Select(code => code.Split(' ')[0]).Where(code => code.EndsWith(".sh", StringComparison.Ordinal)), script => RunnableCommand.Exists([script]));

    [Fact]
    public void There_are_commands_to_read()
    {
        Assert.NotEmpty(ShellText.Calls(Pages.Typed("README.md")));
        Assert.NotEmpty(Pages.Named("README.md"));
    }

    [Theory]
    [InlineData("ROLLOUT_USER=ada rollout pause d7 --reason \"error budget\" 2> log | cat > out &", "pause|d7|--reason|error budget")]
    [InlineData("dotnet run --project src/Rollouts.Cli -- demo --keep  # keeps", "demo|--keep")]
    [InlineData("cd x && docker exec rollouts rollout get d7", "get|d7")]
    [InlineData("export A=$(rollout list --json)", "list|--json")]
    [InlineData("rollout export d7 \\\n  --day 2026-05-04 > day.csv", "export|d7|--day|2026-05-04")]
    public void Calls_are_found_in_what_is_typed(string typed, string words) => Assert.Equal(words, string.Join('|', Assert.Single(ShellText.Calls(typed))));
}
