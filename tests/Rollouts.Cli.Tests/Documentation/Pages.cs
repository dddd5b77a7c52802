using System.Text.RegularExpressions;

namespace Rollouts.Cli.Tests.Documentation;

/// <summary>What people are told to type: the commands of a page's console blocks, and those named in its sentences.</summary>
internal static partial class Pages
{
    /// <summary>Every page for people, by its path in the repository.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md", "CHANGELOG.md", "plans/README.md",
        .. Directory.EnumerateFiles(RepositoryFiles.PathOf("docs"), "*.md").Select(file => "docs/" + Path.GetFileName(file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>What stands after the prompts of console blocks, a line that ends with a backslash with the next.</summary>
    public static string Typed(string page)
    {
        var lines = Blocks().Matches(RepositoryFiles.Read(page)).Where(block => block.Groups["kind"].Value == "console").SelectMany(block => block.Groups["text"].Value.Split('\n'));
        var typed = new List<string>();
        var goesOn = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal)) typed.Add(line[2..]);
            else if (goesOn) typed.Add(line);
            goesOn = (goesOn || line.StartsWith("$ ", StringComparison.Ordinal)) && line.EndsWith('\\');
        }

        return string.Join('\n', typed);
    }

    /// <summary>Code in sentences and tables.</summary>
    public static IEnumerable<string> Code(string page) => Spans().Matches(Blocks().Replace(RepositoryFiles.Read(page), "")).Select(span => span.Groups["code"].Value);

    /// <summary>That which begins with the command's name.</summary>
    public static IEnumerable<string> Named(string page) => Code(page).Where(code => code.StartsWith("rollout ", StringComparison.Ordinal));

    /// <summary>Where links of a page lead, within the repository.</summary>
    public static IEnumerable<string> Links(string page) =>
        Link().Matches(Blocks().Replace(RepositoryFiles.Read(page), "")).Select(link => link.Groups["to"].Value).Where(to => !to.Contains("://", StringComparison.Ordinal));

    /// <summary>The names under which the headings of a page can be linked to.</summary>
    public static IEnumerable<string> Anchors(string page) => Blocks().Replace(RepositoryFiles.Read(page), "").Split('\n').Where(line => line.StartsWith('#'))
        .Select(line => string.Concat(line.TrimStart('#').Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-'));

    [GeneratedRegex(@"^```(?<kind>[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex("`(?<code>[^`\n]+)`", RegexOptions.None, 1000)]
    private static partial Regex Spans();

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
