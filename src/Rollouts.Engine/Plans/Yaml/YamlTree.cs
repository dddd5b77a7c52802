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

    private readonly IParser parser;
    private readonly Problems problems;
    private int nodes;

    private YamlTree(IParser parser, Problems problems)
    {
        this.parser = parser;
        this.problems = problems;
    }

    /// <summary>Null when there is no tree; the problems say why.</summary>
    public static PlanNode? Read(string text, Problems problems)
    {
        if (PlanText.Refusal(text) is var (place, message, hint))
        {
            problems.Error(place, message, hint);
            return null;
        }

        try
        {
            return new YamlTree(new Parser(new StringReader(text)), problems).ReadDocument();
        }
        catch (PlanRefusedException refused)
        {
            problems.Error(refused.Place, refused.Message, refused.Hint);
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            var at = e is YamlException yaml ? Of(yaml.Start) : Place.Start;
            problems.Error(at, "this is not YAML: " + Because(e), TabHint(text, at));
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
        if (parser.TryConsume<SequenceStart>(out _)) return ReadList(at, depth);
        if (parser.TryConsume<MappingStart>(out _)) return ReadMap(at, depth);
        throw new PlanRefusedException(at, "an alias stands here", "write the value out; plans have no anchors and aliases");
    }

    private static void Refuse(NodeEvent node, Place at)
    {
        if (!node.Anchor.IsEmpty) throw new PlanRefusedException(at, $"an anchor, &{node.Anchor.Value}, stands here", "write the value out; plans have no anchors and aliases");
        if (!node.Tag.IsEmpty) throw new PlanRefusedException(at, "a tag stands here", "write the value alone; plans have no tags");
    }

    private PlanNode.List ReadList(Place at, int depth)
    {
        var items = ImmutableArray.CreateBuilder<PlanNode>();
        while (!parser.Accept<SequenceEnd>(out _)) items.Add(ReadNode(depth + 1));
        return new(items.ToImmutable(), at, Of(parser.Consume<SequenceEnd>().End));
    }

    private PlanNode.Map ReadMap(Place at, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<PlanEntry>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (!parser.Accept<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not PlanNode.Scalar key)
                throw new PlanRefusedException(at, "a list or mapping stands where a key should", "keys are plain words");
            var value = ReadNode(depth + 1);
            if (seen.TryAdd(key.Text, key.Start)) entries.Add(new(key, value));
            else problems.Error(key.Start, $"'{key.Text}' stands twice", FormattableString.Invariant($"it stands in line {seen[key.Text].Line} already"));
        }

        return new(entries.ToImmutable(), at, Of(parser.Consume<MappingEnd>().End));
    }

    private static PlanNode.Scalar Text(Scalar scalar) =>
        new(scalar.Value, scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted, Of(scalar.Start), Of(scalar.End));

    private static Place Of(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static string Because(Exception e)
    {
        var message = e.Message;
        var prefix = message.IndexOf("): ", StringComparison.Ordinal);
        return (message.StartsWith('(') && prefix > 0 ? message[(prefix + 3)..] : message).TrimEnd('.').ToLowerInvariant();
    }

    private static string? TabHint(string text, Place at)
    {
        var lines = text.Split('\n');
        return at.Line <= lines.Length && lines[at.Line - 1].Contains('\t', StringComparison.Ordinal) ? "there is a tab in this line; YAML is indented with spaces" : null;
    }

    private sealed class PlanRefusedException(Place place, string message, string? hint) : Exception(message)
    {
        public Place Place { get; } = place;

        public string? Hint { get; } = hint;
    }
}
