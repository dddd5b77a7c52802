using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Rollouts.Engine;

/// <summary>Reads YAML into a tree: only mappings, lists and texts. What plans have no use for, and hostile documents live on, is refused.</summary>
internal sealed class YamlTree
{
    public const int LargestBytes = 256 * 1024;
    public const int DeepestNesting = 32;
    public const int MostNodes = 20_000;
    private const char ByteOrderMark = '\ufeff';

    private readonly IParser parser;
    private readonly Problems problems;
    private readonly Stack<(Place Place, string What)> open = new();
    private int nodes;

    private YamlTree(IParser parser, Problems problems)
    {
        this.parser = parser;
        this.problems = problems;
    }

    /// <summary>Null when there is no tree; the problems say why.</summary>
    public static PlanNode? Read(string text, Problems problems)
    {
        if (text.StartsWith(ByteOrderMark)) text = text[1..];
        if (PlanText.Refusal(text) is var (place, message, hint))
        {
            problems.Error(place, message, hint);
            return null;
        }

        var tree = new YamlTree(new Parser(new StringReader(text)), problems);
        try
        {
            return tree.ReadDocument();
        }
        catch (PlanRefusedException refused)
        {
            problems.Error(refused.Place, refused.Message, refused.Hint);
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            SayNoYaml(e, tree.open, text, problems);
        }

        return null;
    }

    private PlanNode ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) throw new PlanRefusedException(Place.Start, "the plan is empty", "a plan begins with 'plan: its-name'");
        var root = ReadNode(0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
            throw new PlanRefusedException(Of(second.Start), "a second document begins here", "one file holds one plan");
        return root;
    }

    private PlanNode ReadNode(int depth)
    {
        var at = parser.Current is { } current ? Of(current.Start) : Place.Start;
        if (++nodes > MostNodes) throw new PlanRefusedException(at, FormattableString.Invariant($"the plan has more than {MostNodes} parts"), null);
        if (depth > DeepestNesting) throw new PlanRefusedException(at, FormattableString.Invariant($"the plan is nested deeper than {DeepestNesting} levels"), null);
        if (parser.Current is NodeEvent node) Refuse(node, at);
        if (parser.TryConsume<Scalar>(out var scalar)) return Text(scalar);
        if (parser.Accept<SequenceStart>(out var list)) return InBrackets(list.Style == SequenceStyle.Flow, at, "list", () => ReadList(at, depth));
        if (parser.Accept<MappingStart>(out var map)) return InBrackets(map.Style == MappingStyle.Flow, at, "mapping", () => ReadMap(at, depth));
        throw new PlanRefusedException(at, "an alias stands here", "write the value out; plans have no anchors and aliases");
    }

    /// <summary>Remembers what was opened by a bracket, for saying that it was never closed.</summary>
    private PlanNode InBrackets(bool brackets, Place at, string what, Func<PlanNode> read)
    {
        if (!brackets) return read();
        open.Push((at, what));
        var node = read();
        open.Pop();
        return node;
    }

    private static void Refuse(NodeEvent node, Place at)
    {
        if (!node.Anchor.IsEmpty) throw new PlanRefusedException(at, $"an anchor, &{node.Anchor.Value}, stands here", "write the value out; plans have no anchors and aliases");
        if (!node.Tag.IsEmpty) throw new PlanRefusedException(at, "a tag stands here", "write the value alone; plans have no tags");
    }

    private PlanNode.List ReadList(Place at, int depth)
    {
        parser.Consume<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<PlanNode>();
        while (!parser.Accept<SequenceEnd>(out _)) items.Add(ReadNode(depth + 1));
        return new(items.ToImmutable(), at, Of(parser.Consume<SequenceEnd>().End));
    }

    private PlanNode.Map ReadMap(Place at, int depth)
    {
        parser.Consume<MappingStart>();
        var entries = ImmutableArray.CreateBuilder<PlanEntry>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (!parser.Accept<MappingEnd>(out _))
        {
            var first = ReadNode(depth + 1);
            if (first is not PlanNode.Scalar key)
                throw new PlanRefusedException(first.Start, "a list or mapping stands where a key should", "keys are plain words");
            var value = ReadNode(depth + 1);
            if (seen.TryAdd(key.Text, key.Start)) entries.Add(new(key, value));
            else problems.Error(key.Start, $"'{key.Text}' stands twice", FormattableString.Invariant($"it stands in line {seen[key.Text].Line} already"));
        }

        return new(entries.ToImmutable(), at, Of(parser.Consume<MappingEnd>().End));
    }

    private static PlanNode.Scalar Text(Scalar scalar) =>
        new(scalar.Value, scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted, Of(scalar.Start), Of(scalar.End));

    private static Place Of(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static void SayNoYaml(Exception e, Stack<(Place Place, string What)> open, string text, Problems problems)
    {
        if (open.TryPeek(out var bracket))
        {
            problems.Error(bracket.Place, $"the {bracket.What} that begins here is not closed, or something in it is not YAML", bracket.What == "list" ? "close it with ]" : "close it with }, and put texts that contain : or { in quotes");
            return;
        }

        if ((e.Message.Contains("tab ", StringComparison.Ordinal) || e.Message.Contains("cannot start any token", StringComparison.Ordinal)) && TabIn(text) is { } tab)
        {
            problems.Error(tab, "a tab stands in the indentation", "YAML is indented with spaces");
            return;
        }

        var at = e is YamlException yaml ? Of(yaml.Start) : Place.Start;
        problems.Error(at, "this is not YAML: " + Because(e.Message), Advice(text, at));
    }

    /// <summary>The first tab before the text of a line: what YAML says about it names a line far above.</summary>
    private static Place? TabIn(string text)
    {
        foreach (var (index, line) in text.Split('\n').Index())
            if (line.IndexOf('\t', StringComparison.Ordinal) is >= 0 and var tab && string.IsNullOrWhiteSpace(line[..tab]) && line.Trim().Length > 0 && line.TrimStart()[0] != '#') return new(index + 1, tab + 1);
        return null;
    }

    private static string Because(string message)
    {
        var prefix = message.IndexOf("): ", StringComparison.Ordinal);
        return (message.StartsWith('(') && prefix > 0 ? message[(prefix + 3)..] : message).TrimEnd('.').ToLowerInvariant();
    }

    private static string? Advice(string text, Place at)
    {
        var lines = text.Split('\n').Skip(at.Line - 1).Take(2).ToArray();
        return lines.Any(line => line.Contains('\t', StringComparison.Ordinal)) ? "there is a tab here; YAML is indented with spaces"
            : lines.Length > 0 && lines[0].IndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 && lines[0].IndexOf(": ", colon + 2, StringComparison.Ordinal) >= 0 ? "put a text that contains a colon and a blank in quotes"
            : "check the indentation, and put texts with special signs in quotes";
    }

    private sealed class PlanRefusedException(Place place, string message, string? hint) : Exception(message)
    {
        public Place Place { get; } = place;

        public string? Hint { get; } = hint;
    }
}
