using System.Text;
using System.Text.Json.Nodes;

namespace Rollouts.Simulation.Tests.Documentation;

/// <summary>The part of a page that is made from a JSON Schema: a table of keys for each thing that has keys.</summary>
internal static class MadePage
{
    private const string End = "<!-- /made -->";

    /// <summary>Holds the page against the schema, or writes it anew where asked to.</summary>
    public static void Check(string page, string schema)
    {
        var path = RepositoryFiles.Path("docs", page);
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var begin = text.IndexOf('\n', text.IndexOf("<!-- made ", StringComparison.Ordinal)) + 1;
        var made = text[..begin] + "\n" + Tables(JsonNode.Parse(schema)!.AsObject()) + text[text.IndexOf(End, StringComparison.Ordinal)..];
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1") File.WriteAllText(path, made);
        Assert.Equal(made, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Tables(JsonObject schema)
    {
        var definitions = schema["definitions"]!.AsObject();
        var first = NameOf(schema["$ref"]!.GetValue<string>());
        var text = new StringBuilder();
        foreach (var (name, definition) in definitions.OrderBy(each => each.Key == first ? "" : each.Key, StringComparer.Ordinal)) Table(text, name, definition!.AsObject());
        return text.ToString();
    }

    private static void Table(StringBuilder text, string name, JsonObject definition)
    {
        var required = definition["required"]?.AsArray().Select(key => key!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
        text.Append($"### {name}\n\n{definition["description"]?.GetValue<string>()}\n\n| key | meaning |\n|---|---|\n");
        foreach (var (key, value) in definition["properties"]!.AsObject())
        {
            var parts = References(value!).Distinct().Where(part => part != name).Select(part => $"[{part}](#{part.Replace(' ', '-')})").ToArray();
            text.Append($"| `{key}`{(required.Contains(key) ? " *" : "")} | {Escaped(value!["description"]?.GetValue<string>() ?? "")}{(parts.Length > 0 ? " → " + string.Join(", ", parts) : "")} |\n");
        }

        text.Append(required.Count > 0 ? "\n\\* must be given\n\n" : "\n");
    }

    private static IEnumerable<string> References(JsonNode node) => node switch
    {
        JsonObject map => map.SelectMany(each => each.Key == "$ref" ? [NameOf(each.Value!.GetValue<string>())] : each.Value is { } value ? References(value) : []),
        JsonArray list => list.SelectMany(each => each is null ? [] : References(each)),
        _ => [],
    };

    private static string NameOf(string reference) => reference[(reference.LastIndexOf('/') + 1)..];

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
