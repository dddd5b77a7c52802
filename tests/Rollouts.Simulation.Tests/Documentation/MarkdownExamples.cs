namespace Rollouts.Simulation.Tests.Documentation;

/// <summary>An example on a page of the documentation.</summary>
/// <param name="Kind">The word after <c>yaml</c>: plan, part, scenarios.</param>
/// <param name="File">The file that the example is, where other examples name it; empty for none.</param>
internal sealed record MarkdownExample(string Page, int Line, string Kind, string File, string Text);

/// <summary>The YAML examples of a page: each says what it is, so that none goes unread.</summary>
internal static class MarkdownExamples
{
    private const string Fence = "```";
    private const string Yaml = Fence + "yaml";

    public static IReadOnlyList<MarkdownExample> Of(string page)
    {
        var lines = File.ReadAllText(RepositoryFiles.Path("docs", page)).ReplaceLineEndings("\n").Split('\n');
        var examples = new List<MarkdownExample>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Yaml, StringComparison.Ordinal)) continue;
            string[] says = [.. lines[i][Yaml.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries), "", ""];
            var text = lines.Skip(i + 1).TakeWhile(line => line != Fence);
            examples.Add(new(page, i + 1, says[0], says[1], string.Concat(text.Select(line => line + "\n"))));
        }

        return examples;
    }

    /// <summary>A plan in which the parts of another take the place of those of the same name, or stand beside the others.</summary>
    public static string With(string plan, string parts)
    {
        var all = Parts(plan);
        foreach (var (name, part) in Parts(parts))
            all[name] = name is "procedures" or "messages" or "settings" && all.TryGetValue(name, out var before) ? before + part[(part.IndexOf('\n') + 1)..] : part;
        return string.Concat(all.Values);
    }

    /// <summary>The keys of a document with their text, which goes to the next key.</summary>
    private static Dictionary<string, string> Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = "";
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && line[0] is not (' ' or '#')) name = line[..line.IndexOf(':')];
            if (name.Length > 0 && line.Length > 0) parts[name] = parts.GetValueOrDefault(name, "") + line + "\n";
        }

        return parts;
    }
}
