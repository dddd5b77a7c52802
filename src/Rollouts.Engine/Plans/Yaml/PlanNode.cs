using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A line and column of the document, both from 1.</summary>
internal readonly record struct Place(int Line, int Column) : IComparable<Place>
{
    public static Place Start => new(1, 1);

    public Place Right(int columns) => this with { Column = Column + columns };

    public int CompareTo(Place other) => Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);

    public static bool operator <(Place left, Place right) => left.CompareTo(right) < 0;

    public static bool operator >(Place left, Place right) => left.CompareTo(right) > 0;

    public static bool operator <=(Place left, Place right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Place left, Place right) => left.CompareTo(right) >= 0;
}

/// <summary>The YAML document as a tree that knows its places. Compared by reference: two nodes are never the same place.</summary>
internal abstract class PlanNode(Place start, Place end)
{
    public Place Start { get; } = start;

    public Place End { get; } = end;

    /// <summary>What it is, for messages: a text, a list, a mapping.</summary>
    public abstract string What { get; }

    /// <param name="quoted">Written in quotes: an offset in the text is one column further right.</param>
    public sealed class Scalar(string text, bool quoted, Place start, Place end) : PlanNode(start, end)
    {
        public string Text { get; } = text;

        public bool IsEmpty => Text.Length == 0 && !quoted;

        public override string What => IsEmpty ? "nothing" : $"'{(Text.Length > 40 ? Text[..40] + "…" : Text)}'";

        /// <summary>The place of a character of the text; the start, for texts over several lines.</summary>
        public Place At(int offset) => Start.Line == End.Line ? Start.Right(offset + (quoted ? 1 : 0)) : Start;
    }

    public sealed class List(ImmutableArray<PlanNode> items, Place start, Place end) : PlanNode(start, end)
    {
        public ImmutableArray<PlanNode> Items { get; } = items;

        public override string What => "a list";
    }

    public sealed class Map(ImmutableArray<PlanEntry> entries, Place start, Place end) : PlanNode(start, end)
    {
        public ImmutableArray<PlanEntry> Entries { get; } = entries;

        public override string What => "a mapping";

        public PlanEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key);
    }
}

internal sealed record PlanEntry(PlanNode.Scalar Key, PlanNode Value);
