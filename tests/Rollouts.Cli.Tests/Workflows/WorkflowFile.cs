using YamlDotNet.RepresentationModel;

namespace Rollouts.Cli.Tests.Workflows;

/// <summary>A workflow or an action of GitHub, read.</summary>
internal sealed record WorkflowFile(string Path, string Text, YamlMappingNode Root)
{
    public static IReadOnlyList<WorkflowFile> All { get; } =
        [.. Directory.EnumerateFiles(RepositoryFiles.PathOf(".github"), "*.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => Read(System.IO.Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/')))];

    public static WorkflowFile Read(string path)
    {
        var text = RepositoryFiles.Read(path);
        return new(path, text, Parse(text));
    }

    public static YamlMappingNode Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    public IEnumerable<string> Uses => Values(Root, "uses");

    public IEnumerable<string> Runs => Values(Root, "run");

    /// <summary>Every text that stands under the key, however deep.</summary>
    public static IEnumerable<string> Values(YamlNode node, string key) => node switch
    {
        YamlMappingNode map => map.SelectMany(each => each.Key is YamlScalarNode { Value: var name } && name == key && each.Value is YamlScalarNode { Value: { } text } ? [text] : Values(each.Value, key)),
        YamlSequenceNode list => list.SelectMany(each => Values(each, key)),
        _ => [],
    };
}
